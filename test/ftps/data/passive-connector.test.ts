import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ProtocolError } from '../../../src/ftps/errors.ts';
import {
  parseExtendedPassiveReply,
  parsePassiveReply,
} from '../../../src/ftps/data/passive-connector.ts';
import { reply } from '../replies.ts';

const none = 'no usable port';

const extended: readonly (readonly [string, number | typeof none])[] = [
  ['229 Entering Extended Passive Mode (|||6446|)', 6446],
  ['229 (|||1|)', 1],
  ['229 (|||65535|)', 65535],
  ['229 (|||00080|)', 80],
  ['229 (!!!6446!)', 6446],
  ['229 (###6446#)', 6446],
  ['229 (~~~6446~)', 6446],
  ['229 (...6446.)', 6446],
  ['229 (|1|127.0.0.1|6446|)', 6446],
  ['229 (|2|::1|6446|)', 6446],
  ['229 (see below) (|||6446|) ok', 6446],
  ['229-Entering\r\n229 (|||6446|)', 6446],
  ['229 (|||0|)', none],
  ['229 (|||65536|)', none],
  ['229 (|||123456|)', none],
  ['229 (|||-80|)', none],
  ['229 (|||0x50|)', none],
  ['229 (||||)', none],
  ['229 (|||6446|', none],
  ['229 |||6446|', none],
  ['229 (||6446|)', none],
  ['229 (||!6446|)', none],
  ['229 (11164461)', none],
  ['229 (|||64 46|)', none],
  ['229-(|||64\r\n46|)\r\n229 End', none],
  ['229 Entering Passive Mode (127,0,0,1,25,46)', none],
  ['229', none],
];

const passive: readonly (readonly [string, number | typeof none])[] = [
  ['227 Entering Passive Mode (192,168,1,100,10,229)', 2789],
  ['227 Entering Passive Mode 192,168,1,100,10,229', 2789],
  ['227 Entering Passive Mode (192,168,1,100,10,229).', 2789],
  ['227 =192,168,1,100,10,229', 2789],
  ['227 Ok (0,0,0,0,0,1)', 1],
  ['227 Ok (255,255,255,255,255,255)', 65535],
  ['227-Ok\r\n227 (127,0,0,1,4,0)', 1024],
  ['227 Ok (127,0,0,1,0,0)', none],
  ['227 Ok (127,0,0,1,256,1)', none],
  ['227 Ok (127,0,0,1,1,256)', none],
  ['227 Ok (127,0,0,256,1,1)', none],
  ['227 Ok (127,0,0,1,1)', none],
  ['227 Ok (127,0,0,1,1,1,1)', none],
  ['227 Ok (1270,0,0,1,1,1)', none],
  ['227 Ok (127,0,0,1,1,1000)', none],
  ['227 Ok (127,0,0,1,,1)', none],
  ['227 Ok (127,0,0,1,-1,1)', none],
  ['227 Ok (127.0.0.1.4.0)', none],
  ['227-Ok (127,0,0,1,\r\n4,0)\r\n227 End', none],
  ['227', none],
];

for (const [parse, table] of [
  [parseExtendedPassiveReply, extended],
  [parsePassiveReply, passive],
] as const) {
  for (const [text, expected] of table) {
    test(`${parse.name} finds ${expected === none ? 'no usable port' : `port ${expected}`} in ${JSON.stringify(text)}`, () => {
      if (expected !== none) {
        assert.equal(parse(reply(text)), expected);
        return;
      }
      assert.throws(
        () => parse(reply(text)),
        (error) => {
          assert.ok(error instanceof ProtocolError);
          assert.equal(error.rule, 'passive-port');
          assert.match(error.message, /the reply contains no usable port/);
          return true;
        },
      );
    });
  }
}

test('parseExtendedPassiveReply takes linear time for a reply of parentheses only', () => {
  const hostile = reply(`229 ${'(|'.repeat(4_000)}`);
  const start = performance.now();
  assert.throws(() => parseExtendedPassiveReply(hostile), ProtocolError);
  assert.ok(performance.now() - start < 1_000);
});
