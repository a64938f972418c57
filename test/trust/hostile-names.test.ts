import assert from 'node:assert/strict';
import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';

import { embedded } from './peers.ts';
import type { Row } from './table.ts';
import { session, testTable } from './table.ts';

const names = [
  '::error::pwned',
  '##[error]pwned',
  ' ::warning::pwned',
  '\x1b[31mred\x07',
  '%0A::error::pwned',
  '<img src=x onerror=alert(1)>',
  '](javascript:alert(1)) **bold** `code` |cell|',
  '\u202etxt.exe',
  '-rf',
  '~root',
];
/** The name of a link whose target is too long a name, which causes a system error that contains the name. */
const link = '\x1b[31m\n::error::x';
const files = Object.fromEntries(names.map((name) => [`site/${name}`, 'four']));

const colons =
  'Servers on Windows reject names with a colon, or store the file as a part of another one:';

/** Fails if the summary contains these names as markup. */
const assertInert = ({ summary }: { summary: string }) => {
  assert.doesNotMatch(summary, /<img/);
  assert.doesNotMatch(summary.replaceAll(/<(code|pre)>[^<]*<\/\1>/g, ''), /bold|pwned|javascript/);
};

const invalid = (name: string, inputs: Record<string, string>, message: string): Row => ({
  name,
  peer: embedded(),
  inputs,
  message,
  connections: 0,
});
const unsendable = "contains a line break or NUL, which FTP can't transmit.";

const localNames: readonly Row[] = [
  {
    name: 'are uploaded unchanged if they look like commands, escape sequences or markup',
    peer: embedded(),
    files,
    platform: 'posix',
    exit: 0,
    warnings: [
      `${colons}  ::warning::pwned, %0A::error::pwned, ::error::pwned, ](javascript:alert(1)) **bold** \`code\` |cell|.`,
    ],
    commands: `${session} EPSV STOR NOOP SIZE EPSV SIZE SIZE STOR SIZE EPSV SIZE STOR SIZE${' EPSV STOR SIZE'.repeat(names.length - 3)} QUIT`,
    check: async (run, { text }) => {
      assertInert(run);
      const stored = [...text.matchAll(/^STOR (.*)\r$/gm)].map(([, name]) => name).sort();
      const sent = names.map((name) => (/^[-~ ]/.test(name) ? `./${name}` : name)).sort();
      assert.deepEqual(stored, sent);
      const manifest = await readFile(run.outputs['manifest'] ?? '', 'utf8');
      assert.equal((JSON.parse(manifest) as { files: [] }).files.length, names.length);
    },
  },
  {
    name: 'are escaped in the error when the server rejects them',
    peer: embedded({}, { STOR: '500 No.' }),
    files: { 'site/\x1b[31m::error::##[error]<img src=x>': 'four' },
    platform: 'posix',
    message: 'Uploading \\x1b[31m::error::# #[error]<img src=x> failed: 500 No.',
    warnings: [`${colons} \\x1b[31m::error::# #[error]<img src=x>.`],
    commands: `${session} EPSV STOR QUIT`,
    check: assertInert,
  },
  {
    name: 'are rejected if they contain a line break',
    peer: embedded(),
    files: { 'site/a\nDELE b': 'four', 'site/c\rDELE d': 'four' },
    platform: 'posix',
    message:
      "site/a\\x0aDELE b can't be uploaded: its remote path contains a line break or NUL, which can't be sent in an FTP command.",
    connections: 0,
  },
  {
    name: 'are rejected if they contain .. before a backslash',
    peer: embedded(),
    files: { 'site/..\\up.txt': 'four' },
    platform: 'posix',
    message: 'site/..\\up.txt can\'t be uploaded: its remote path contains "..".',
    connections: 0,
  },
  {
    name: 'are rejected if they are links that lead outside the workspace',
    peer: embedded(),
    files: { 'site/a': 'four' },
    prepare: (directory) => symlink(process.execPath, path.join(directory, 'site', 'out')),
    platform: 'posix',
    message: 'site/out is reached through a link that leads outside the workspace.',
    connections: 0,
  },
  {
    name: 'are escaped in system errors',
    peer: embedded(),
    files: { 'site/a': 'four' },
    prepare: (directory) => symlink('x'.repeat(300), path.join(directory, 'site', link)),
    platform: 'posix',
    message:
      "Could not search for files: ENAMETOOLONG: name too long, stat '{workspace}/site/\\x1b[31m\\x0a::error::x'.",
    connections: 0,
  },
];

const inputs: readonly Row[] = [
  invalid(
    'are rejected if remote-dir contains ..',
    { 'remote-dir': 'a/../..' },
    'remote-dir contains "..".',
  ),
  invalid(
    'are rejected if remote-dir contains .. before a backslash',
    { 'remote-dir': '..\\a' },
    'remote-dir contains "..".',
  ),
  invalid(
    'are rejected if remote-dir contains CRLF',
    { 'remote-dir': 'a\r\nDELE b' },
    "remote-dir contains a line break or NUL, which can't be sent in an FTP command.",
  ),
  invalid(
    'are rejected if username contains CRLF',
    { username: 'anna\r\nDELE b' },
    `username ${unsendable}`,
  ),
  invalid(
    'are rejected if password contains CR',
    { password: 'open\rDELE b' },
    `password ${unsendable}`,
  ),
  invalid(
    'are rejected if password contains LF',
    { password: 'sesame\nDELE b' },
    `password ${unsendable}`,
  ),
  invalid(
    'are rejected if server contains CRLF',
    { server: 'localhost\r\nDELE b' },
    'server must be a host name or an IP address, without "ftps://", port or path.',
  ),
  invalid(
    'are escaped in the error about them',
    { 'tls-mode': '\x1b##[e]' },
    'Invalid value "\\x1b# #[e]" for tls-mode. Use implicit, explicit or none.',
  ),
  invalid(
    'are all reported together if several are invalid',
    { port: 'x', timeout: '0', flatten: 'maybe' },
    [
      'Invalid value "x" for port. Use a whole number from 1 to 65535.',
      'Invalid value "maybe" for flatten. Use true or false.',
      'Invalid value "0" for timeout. Use a number from 1 to 3600.',
    ].join('\n'),
  ),
];

testTable('Hostile file names', localNames);
testTable('Hostile inputs', inputs);
