import assert from 'node:assert/strict';
import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';

import { embedded } from './peers.ts';
import type { Row } from './table.ts';
import { session, table } from './table.ts';

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
/** The name of a link to itself: the system complains of it, by name. */
const loop = '\x1b[31m\n::error::x';
const files = Object.fromEntries(names.map((name) => [`site/${name}`, 'four']));

/** What is in the summary as text of its own cannot be markup. */
const assertInert = ({ summary }: { summary: string }) => {
  assert.doesNotMatch(summary, /<img/);
  assert.doesNotMatch(summary.replaceAll(/<(code|pre)>[^<]*<\/\1>/g, ''), /bold|pwned|javascript/);
};

const refusedBefore = (name: string, inputs: Record<string, string>, says: string): Row => ({
  name,
  peer: embedded(),
  inputs,
  says,
  connections: 0,
});
const unsendable = 'holds a line break or NUL, which no FTP command can carry.';

const localNames: readonly Row[] = [
  {
    name: 'names that look like commands, escapes and markup are uploaded as they are',
    peer: embedded(),
    files,
    needs: 'posix',
    exit: 0,
    says: `${names.length} of ${names.length} data connections resumed the TLS session.`,
    reached: `${session} EPSV STOR NOOP SIZE${' EPSV STOR SIZE'.repeat(names.length - 1)} QUIT`,
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
    name: 'the same names, each refused',
    peer: embedded({}, { STOR: '500 No.' }),
    files: { 'site/\x1b[31m::error::##[error]<img src=x>': 'four' },
    needs: 'posix',
    says: '\\x1b[31m::error::# #[error]<img src=x>: The server refused "STOR \\x1b[31m::error::# #[error]<img src=x>": 500 No.',
    reached: `${session} EPSV STOR QUIT`,
    check: assertInert,
  },
  {
    name: 'a line break in a name',
    peer: embedded(),
    files: { 'site/a\nDELE b': 'four', 'site/c\rDELE d': 'four' },
    needs: 'posix',
    says: 'site/a\\x0aDELE b cannot be uploaded: its path holds a line break or NUL, which no FTP command can carry.',
    connections: 0,
  },
  {
    name: 'a name with .. for a server that takes \\ as a separator',
    peer: embedded(),
    files: { 'site/..\\up.txt': 'four' },
    needs: 'posix',
    says: 'site/..\\up.txt cannot be uploaded: its path holds "..".',
    connections: 0,
  },
  {
    name: 'a link that leads outside the workspace',
    peer: embedded(),
    files: { 'site/a': 'four' },
    prepare: (directory) => symlink(process.execPath, path.join(directory, 'site', 'out')),
    needs: 'posix',
    says: 'site/out is reached by a link that leads outside the workspace.',
    connections: 0,
  },
  {
    name: 'a name in an error message of the system',
    peer: embedded(),
    files: { 'site/a': 'four' },
    prepare: (directory) => symlink(loop, path.join(directory, 'site', loop)),
    needs: 'posix',
    says: "The files cannot be searched: ELOOP: too many symbolic links encountered, stat '{workspace}/site/\\x1b[31m\\x0a::error::x'.",
    connections: 0,
  },
];

const inputs: readonly Row[] = [
  refusedBefore(
    '.. in remote-dir',
    { 'remote-dir': 'a/../..' },
    'The input "remote-dir" holds "..".',
  ),
  refusedBefore(
    '..\\ in remote-dir',
    { 'remote-dir': '..\\a' },
    'The input "remote-dir" holds "..".',
  ),
  refusedBefore(
    'CR LF in remote-dir',
    { 'remote-dir': 'a\r\nDELE b' },
    `The input "remote-dir" ${unsendable}`,
  ),
  refusedBefore(
    'CR LF in username',
    { username: 'anna\r\nDELE b' },
    `The input "username" ${unsendable}`,
  ),
  refusedBefore(
    'CR in password',
    { password: 'open\rDELE b' },
    `The input "password" ${unsendable}`,
  ),
  refusedBefore(
    'LF in password',
    { password: 'open\nDELE b' },
    `The input "password" ${unsendable}`,
  ),
  refusedBefore(
    'CR LF in server',
    { server: 'localhost\r\nDELE b' },
    'The input "server" must be a host name or an IP address alone, without "ftps://", port or path.',
  ),
  refusedBefore(
    'escapes and commands in a bad input',
    { 'tls-mode': '\x1b[31m##[error]' },
    'The input "tls-mode" must be implicit, explicit, none; it is "\\x1b[31m# #[error]".',
  ),
  refusedBefore(
    'every bad input is named',
    { port: 'x', timeout: '0', flatten: 'maybe' },
    [
      'The input "port" must be a number from 1 to 65535, not "x".',
      'The input "flatten" must be true or false, not "maybe".',
      'The input "timeout" must be a number from 1 to 86400, not "0".',
    ].join('\n'),
  ),
];

table('Hostile names: local files', localNames);
table('Hostile names: inputs', inputs);
