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
/** A link to itself, which causes a system error that contains the name. */
const loop = '\x1b[31m\n::error::x';
const files = Object.fromEntries(names.map((name) => [`site/${name}`, 'four']));

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
const unsendable = 'holds a line break or NUL, which no FTP command can carry.';

const localNames: readonly Row[] = [
  {
    name: 'are uploaded unchanged if they look like commands, escape sequences or markup',
    peer: embedded(),
    files,
    platform: 'posix',
    exit: 0,
    message: `${names.length} of ${names.length} data connections resumed the TLS session.`,
    commands: `${session} EPSV STOR NOOP SIZE${' EPSV STOR SIZE'.repeat(names.length - 1)} QUIT`,
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
    message:
      '\\x1b[31m::error::# #[error]<img src=x>: The server refused "STOR \\x1b[31m::error::# #[error]<img src=x>": 500 No.',
    commands: `${session} EPSV STOR QUIT`,
    check: assertInert,
  },
  {
    name: 'are rejected if they contain a line break',
    peer: embedded(),
    files: { 'site/a\nDELE b': 'four', 'site/c\rDELE d': 'four' },
    platform: 'posix',
    message:
      'site/a\\x0aDELE b cannot be uploaded: its path holds a line break or NUL, which no FTP command can carry.',
    connections: 0,
  },
  {
    name: 'are rejected if they contain .. before a backslash',
    peer: embedded(),
    files: { 'site/..\\up.txt': 'four' },
    platform: 'posix',
    message: 'site/..\\up.txt cannot be uploaded: its path holds "..".',
    connections: 0,
  },
  {
    name: 'are rejected if they are links that lead outside the workspace',
    peer: embedded(),
    files: { 'site/a': 'four' },
    prepare: (directory) => symlink(process.execPath, path.join(directory, 'site', 'out')),
    platform: 'posix',
    message: 'site/out is reached by a link that leads outside the workspace.',
    connections: 0,
  },
  {
    name: 'are escaped in system errors',
    peer: embedded(),
    files: { 'site/a': 'four' },
    prepare: (directory) => symlink(loop, path.join(directory, 'site', loop)),
    platform: 'posix',
    message:
      "The files cannot be searched: ELOOP: too many symbolic links encountered, stat '{workspace}/site/\\x1b[31m\\x0a::error::x'.",
    connections: 0,
  },
];

const inputs: readonly Row[] = [
  invalid(
    'are rejected if remote-dir contains ..',
    { 'remote-dir': 'a/../..' },
    'The input "remote-dir" holds "..".',
  ),
  invalid(
    'are rejected if remote-dir contains .. before a backslash',
    { 'remote-dir': '..\\a' },
    'The input "remote-dir" holds "..".',
  ),
  invalid(
    'are rejected if remote-dir contains CRLF',
    { 'remote-dir': 'a\r\nDELE b' },
    `The input "remote-dir" ${unsendable}`,
  ),
  invalid(
    'are rejected if username contains CRLF',
    { username: 'anna\r\nDELE b' },
    `The input "username" ${unsendable}`,
  ),
  invalid(
    'are rejected if password contains CR',
    { password: 'open\rDELE b' },
    `The input "password" ${unsendable}`,
  ),
  invalid(
    'are rejected if password contains LF',
    { password: 'open\nDELE b' },
    `The input "password" ${unsendable}`,
  ),
  invalid(
    'are rejected if server contains CRLF',
    { server: 'localhost\r\nDELE b' },
    'The input "server" must be a host name or an IP address alone, without "ftps://", port or path.',
  ),
  invalid(
    'are escaped in the error about them',
    { 'tls-mode': '\x1b[31m##[error]' },
    'The input "tls-mode" must be implicit, explicit, none; it is "\\x1b[31m# #[error]".',
  ),
  invalid(
    'are all reported together if several are invalid',
    { port: 'x', timeout: '0', flatten: 'maybe' },
    [
      'The input "port" must be a number from 1 to 65535, not "x".',
      'The input "flatten" must be true or false, not "maybe".',
      'The input "timeout" must be a number from 1 to 86400, not "0".',
    ].join('\n'),
  ),
];

testTable('Hostile file names', localNames);
testTable('Hostile inputs', inputs);
