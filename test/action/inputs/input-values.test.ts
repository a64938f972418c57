import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { givenInputs, inputProblems } from './given-inputs.ts';

type Given = Readonly<Record<string, string>>;

const accepted: readonly { readonly given: Given; readonly inputs: object }[] = [
  { given: { server: '10.0.0.1' }, inputs: { endpoint: { host: '10.0.0.1' } } },
  { given: { server: 'fe80::1' }, inputs: { endpoint: { host: 'fe80::1' } } },
  { given: { server: ' [::1] ' }, inputs: { endpoint: { host: '::1' } } },
  { given: { server: '::1' }, inputs: { tls: { serverName: '::1' } } },
  { given: { server: 'ftp_1' }, inputs: { endpoint: { host: 'ftp_1' } } },
  ...(
    [
      ['bücher.example', 'xn--bcher-kva.example'],
      ['bu\u0308cher.example', 'xn--bcher-kva.example'],
      ['例え。jp', 'xn--r8jz45g.jp'],
      ['BÜCHER.Example.', 'xn--bcher-kva.example'],
      ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
      ['FTP.Example.', 'ftp.example'],
      ['[2001:db8::1]', '2001:db8::1'],
    ] as const
  ).flatMap(([name, host]) => [
    { given: { server: name }, inputs: { endpoint: { host }, tls: { serverName: host } } },
    { given: { 'tls-server-name': name }, inputs: { tls: { serverName: host } } },
  ]),
  { given: { port: ' 2121 ' }, inputs: { endpoint: { port: 2121 } } },
  { given: { port: '1' }, inputs: { endpoint: { port: 1 } } },
  { given: { port: '65535' }, inputs: { endpoint: { port: 65_535 } } },
  { given: { 'tls-mode': 'explicit' }, inputs: { endpoint: { port: 21 } } },
  { given: { 'tls-mode': 'none' }, inputs: { endpoint: { port: 21 } } },
  { given: { 'tls-mode': 'Explicit' }, inputs: { tlsMode: 'explicit' } },
  { given: { username: ' a b ' }, inputs: { username: ' a b ' } },
  { given: { password: ' a b ' }, inputs: { password: ' a b ' } },
  { given: { files: '# x\n a \n\n!b\n' }, inputs: { files: ['a', '!b'] } },
  { given: { files: 'a\r\nb\r\n' }, inputs: { files: ['a', 'b'] } },
  { given: { 'base-dir': 'src' }, inputs: { baseDir: path.resolve('src') } },
  { given: { 'remote-dir': '' }, inputs: { remoteDir: '' } },
  { given: { 'remote-dir': './a//b/' }, inputs: { remoteDir: 'a/b' } },
  { given: { 'remote-dir': '/a/' }, inputs: { remoteDir: '/a' } },
  { given: { flatten: 'tRUE' }, inputs: { flatten: true } },
  { given: { 'follow-symlinks': 'False' }, inputs: { followSymlinks: false } },
  { given: { 'if-no-files-found': 'IGNORE' }, inputs: { ifNoFilesFound: 'ignore' } },
  { given: { connections: '8' }, inputs: { connections: 8 } },
  { given: { publish: 'atomic' }, inputs: { publish: 'atomic' } },
  { given: { publish: ' Staged ' }, inputs: { publish: 'staged' } },
  {
    given: { chmod: '# x\n 755  a b/*.sh \n0644 /c' },
    inputs: {
      chmod: [
        { mode: '755', pattern: 'a b/*.sh' },
        { mode: '0644', pattern: '/c' },
      ],
    },
  },
  { given: { 'preserve-mtime': 'true' }, inputs: { preserveMtime: true } },
  { given: { 'tls-verify': 'false' }, inputs: { tls: { verify: false } } },
  { given: { 'tls-server-name': 'x.example' }, inputs: { tls: { serverName: 'x.example' } } },
  { given: { 'tls-min-version': 'tlsv1.3' }, inputs: { tls: { minVersion: 'TLSv1.3' } } },
  { given: { 'verify-uploads': 'Checksum' }, inputs: { verifyUploads: 'checksum' } },
  { given: { 'verify-uploads': 'none' }, inputs: { verifyUploads: 'none' } },
  { given: { retries: '0' }, inputs: { retries: 0 } },
  { given: { retries: '100' }, inputs: { retries: 100 } },
  { given: { timeout: '1.5' }, inputs: { timeoutMs: 1500 } },
  { given: { timeout: '3600' }, inputs: { timeoutMs: 3_600_000 } },
];

for (const { given, inputs } of accepted) {
  test(`readInputs accepts ${JSON.stringify(given)}`, () => {
    assert.partialDeepStrictEqual(givenInputs(given), inputs);
  });
}

const rejected: readonly { readonly given: Given; readonly message: string }[] = [
  {
    given: { server: '' },
    message: 'server is required. Set it to a host name or an IP address.',
  },
  { given: { server: 'h:990' }, message: 'server must be a host name or an IP address' },
  { given: { server: 'h/path' }, message: 'server must be a host name or an IP address' },
  ...['-h', 'h-', 'a..b', '.a', '[h]', 'a%2eb', '127.1', `${'a'.repeat(64)}.example`].flatMap(
    (name) => [
      { given: { server: name }, message: 'server must be a host name or an IP address' },
      {
        given: { 'tls-server-name': name },
        message: 'tls-server-name must be a host name or an IP address',
      },
    ],
  ),
  { given: { server: 'a b' }, message: 'server must be a host name or an IP address' },
  { given: { port: '65536' }, message: 'Invalid value "65536" for port. Use a whole number' },
  { given: { port: '-1' }, message: 'Invalid value "-1" for port' },
  { given: { port: '21.5' }, message: 'Invalid value "21.5" for port. Use a whole number' },
  { given: { port: '0x15' }, message: 'Invalid value "0x15" for port' },
  { given: { port: 'ftp' }, message: 'Invalid value "ftp" for port' },
  { given: { port: '9'.repeat(99) }, message: 'Invalid value for port. Use a whole number' },
  { given: { timeout: '-1' }, message: 'Invalid value "-1" for timeout' },
  { given: { timeout: '1e3' }, message: 'Invalid value "1e3" for timeout' },
  {
    given: { timeout: '3601' },
    message: 'Invalid value "3601" for timeout. Use a number from 1 to 3600.',
  },
  {
    given: { timeout: '60000' },
    message:
      'Invalid value "60000" for timeout. Use a number from 1 to 3600. It looks like milliseconds: 60 seconds are "60".',
  },
  { given: { timeout: '99999999' }, message: 'Invalid value for timeout. Use a number' },
  { given: { timeout: 'Infinity' }, message: 'Invalid value for timeout. Use a number' },
  { given: { retries: '101' }, message: 'Invalid value "101" for retries' },
  { given: { retries: '2.5' }, message: 'Invalid value "2.5" for retries' },
  { given: { retries: 'many' }, message: 'Invalid value for retries. Use a whole number' },
  { given: { publish: 'toString' }, message: 'Invalid value for publish. Use direct' },
  { given: { 'verify-uploads': 'true' }, message: 'Invalid value "true" for verify-uploads' },
  {
    given: { 'tls-mode': 'ftps' },
    message:
      'Invalid value "ftps" for tls-mode. Use implicit, explicit or none. (FTP-Deploy-Action\'s "ftps" is "explicit".)',
  },
  {
    given: { 'tls-mode': 'FTPS-legacy' },
    message:
      'Invalid value "FTPS-legacy" for tls-mode. Use implicit, explicit or none. (FTP-Deploy-Action\'s "ftps-legacy" is "implicit".)',
  },
  {
    given: { 'tls-mode': 'ftp' },
    message:
      'Invalid value "ftp" for tls-mode. Use implicit, explicit or none. (FTP-Deploy-Action\'s "ftp" is "none", which is unencrypted.)',
  },
  ...['755', '75 a', '07555 a', '755 !a', '7x5 a', 'u+x a'].map((chmod) => ({
    given: { chmod },
    message: `chmod: ${chmod} isn't a mode and a pattern.`,
  })),
  {
    given: { chmod: '755 *.{sh,cgi}' },
    message: "chmod: *.{sh,cgi} uses {sh,cgi}, which .gitignore patterns don't support.",
  },
  { given: { username: 'a\r\nDELE b' }, message: 'username contains a line break or NUL' },
  { given: { password: 'a\nb' }, message: 'password contains a line break or NUL' },
  { given: { password: 'a\n\n' }, message: 'password contains a line break or NUL' },
  { given: { password: 'a\0' }, message: 'password contains a line break or NUL' },
  { given: { files: '# only a comment' }, message: 'files is required' },
  { given: { files: '!a\n!b' }, message: 'files only excludes. Add at least one pattern' },
  { given: { 'base-dir': 'package.json' }, message: "base-dir doesn't exist or isn't a directory" },
  { given: { 'remote-dir': 'a/../b' }, message: 'remote-dir contains ".."' },
  { given: { 'remote-dir': 'a\nb' }, message: 'remote-dir contains a line break or NUL' },
  { given: { 'remote-dir': 'a\\..\\b' }, message: 'remote-dir contains ".."' },
  {
    given: { 'tls-ca': '-----BEGIN RUBBISH-----' },
    message: 'tls-ca contains no PEM certificate.',
  },
  { given: { 'tls-ca': '.' }, message: 'tls-ca is neither PEM text nor a readable file (EISDIR).' },
  {
    given: { 'tls-mode': 'none', 'tls-ca': 'package.json' },
    message: 'tls-ca has no effect with tls-mode: none.',
  },
];

for (const { given, message } of rejected) {
  test(`readInputs rejects ${JSON.stringify(given).slice(0, 60)}`, () => {
    const [first = ''] = inputProblems(given);
    assert.ok(first.startsWith(message), first);
  });
}

test('readInputs shows no secret in the message of a problem', () => {
  const secrets = { password: 'secret\nlines', 'tls-client-key-passphrase': 'phrase' };
  assert.deepEqual(inputProblems(secrets), [
    "password contains a line break or NUL, which FTP can't transmit.",
    'tls-client-key-passphrase requires tls-client-key.',
  ]);
});

test('readInputs does not show a server, which may be a URL with a password', () => {
  assert.doesNotMatch(inputProblems({ server: 'ftps://user:hidden@h' }).join(), /hidden/);
});
