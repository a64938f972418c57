import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { HashName } from '../../src/ftps/index.ts';
import { ProtocolError, ReplyError } from '../../src/ftps/index.ts';
import type { ChecksumMethod } from '../../src/ftps/checksum.ts';
import { chooseChecksum, parseChecksum } from '../../src/ftps/checksum.ts';
import { Features } from '../../src/ftps/features.ts';
import { dialogueAfterLogin } from '../support/dialogue.ts';

const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

const choices: readonly (readonly [
  features: readonly string[],
  chosen: ChecksumMethod | undefined,
])[] = [
  [['HASH CRC32;MD5;SHA-1*;SHA-256;SHA-512'], { verb: 'HASH', option: 'SHA-512', hash: 'sha512' }],
  [['HASH SHA-1*;sha-256;MD5;'], { verb: 'HASH', option: 'SHA-256', hash: 'sha256' }],
  [['HASH CRC32 ; SHA-1 ; MD5'], { verb: 'HASH', option: 'SHA-1', hash: 'sha1' }],
  [['HASH MD5*', 'XSHA256'], { verb: 'HASH', option: 'MD5', hash: 'md5' }],
  [['HASH CRC32'], { verb: 'HASH', option: 'CRC32', hash: 'crc32' }],
  [['HASH WHIRLPOOL', 'XCRC', 'XMD5', 'XSHA1'], { verb: 'XSHA1', hash: 'sha1' }],
  [['XSHA', 'XMD5'], { verb: 'XSHA', hash: 'sha1' }],
  [['XSHA512', 'XSHA256'], { verb: 'XSHA512', hash: 'sha512' }],
  [['XSHA256', 'XSHA1'], { verb: 'XSHA256', hash: 'sha256' }],
  [['XMD5 filename;start;end', 'XCRC'], { verb: 'XMD5', hash: 'md5' }],
  [['XCRC'], { verb: 'XCRC', hash: 'crc32' }],
  [['SIZE', 'MD5'], undefined],
];

for (const [features, chosen] of choices) {
  const name = [chosen?.verb ?? 'nothing', chosen?.option ?? ''].join(' ').trim();
  test(`chooseChecksum chooses ${name} from ${features.join(', ')}`, () => {
    const lines = ['Features:', ...features.map((line) => ` ${line}`), 'End'];
    const method = chooseChecksum(Features.parse({ code: 211, lines, display: lines }));
    assert.deepEqual(method, chosen);
  });
}

const replies: readonly (readonly [text: string, hash: HashName, checksum: string | undefined])[] =
  [
    [`SHA-256 0-3 ${sha256} a.txt`, 'sha256', sha256],
    [sha1.toUpperCase(), 'sha1', sha1],
    [`SHA-1 0-3 ${sha1} ${sha256}`, 'sha256', sha256],
    ['352441C2', 'crc32', '352441c2'],
    ['352441c', 'crc32', '0352441c'],
    ['a.txt 7', 'crc32', '00000007'],
    ['file7 2a', 'crc32', '0000002a'],
    [`The digest of a.txt\n${sha256}`, 'sha256', sha256],
    [`SHA-256 0-3 ${sha256.slice(1)} a.txt`, 'sha256', undefined],
    [`SHA-256 0-3 x${sha256.slice(1)} a.txt`, 'sha256', undefined],
    [`SHA-256 0-3 ${sha256.slice(0, -1)}x a.txt`, 'sha256', undefined],
    ['7', 'md5', undefined],
    ['Unknown', 'crc32', undefined],
    ['Computing', 'md5', undefined],
  ];

for (const [text, hash, expected] of replies) {
  test(`parseChecksum finds ${expected ?? `no ${hash}`} in ${JSON.stringify(text)}`, () => {
    const lines = text.split('\n');
    assert.equal(parseChecksum({ code: 213, lines, display: lines }, hash), expected);
  });
}

dialogueAfterLogin(
  'checksum selects the hash for HASH once, and accepts a multi-line reply',
  String.raw`
    C: OPTS HASH SHA-256
    S: 200 SHA-256
    C: HASH two words.txt
    S: 213-Computing SHA-256 digest
    S: 213 SHA-256 0-3 ${sha256} two words.txt
    C: HASH größe.txt
    S: 213 SHA-256 0-3 ${sha256.toUpperCase()} größe.txt
    ! client-ended`,
  async ({ client }) => {
    const method = client.checksumMethod;
    assert.deepEqual(method, { verb: 'HASH', hash: 'sha256', option: 'SHA-256' });
    assert.equal(await client.files.checksum('two words.txt', method), sha256);
    assert.equal(await client.files.checksum('größe.txt', method), sha256);
  },
  { features: ['HASH SHA-1*;SHA-256'] },
);

dialogueAfterLogin(
  'checksum sends XSHA256 when the server does not support HASH',
  `
    C: XSHA256 a.txt
    S: 250 ${sha256.toUpperCase()}
    ! client-ended`,
  async ({ client }) => {
    const method = client.checksumMethod;
    assert.deepEqual(method, { verb: 'XSHA256', hash: 'sha256' });
    assert.equal(await client.files.checksum('a.txt', method), sha256);
  },
  { features: ['XSHA256', 'XMD5'] },
);

dialogueAfterLogin(
  'checksum restores leading zeros of a CRC32',
  `
    C: XCRC a.txt
    S: 250 2A
    ! client-ended`,
  async ({ client }) => {
    const method = client.checksumMethod;
    assert.ok(method !== undefined);
    assert.equal(await client.files.checksum('a.txt', method), '0000002a');
  },
  { features: ['XCRC'] },
);

dialogueAfterLogin(
  'checksum rejects with the refusal, or with a ProtocolError when the reply contains no hash',
  `
    C: XMD5 gone.txt
    S: 550 No such file
    C: XMD5 a.txt
    S: 250 Done
    ! client-ended`,
  async ({ client }) => {
    const method = client.checksumMethod;
    assert.ok(method !== undefined);
    await assert.rejects(client.files.checksum('gone.txt', method), ReplyError);
    await assert.rejects(client.files.checksum('a.txt', method), ProtocolError);
  },
  { features: ['XMD5'] },
);

test('chooseChecksum returns undefined when the server announces nothing', () => {
  assert.equal(chooseChecksum(Features.none), undefined);
});
