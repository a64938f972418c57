import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { ProtocolError } from '../../../src/ftps/errors.ts';
import {
  parseExtendedPassiveReply,
  parsePassiveReply,
} from '../../../src/ftps/data/passive-connector.ts';
import type { Reply } from '../../../src/ftps/control/reply.ts';
import { check, property, runs, seed } from '../property.ts';

const piece = fc.oneof(
  fc.constantFrom('(', ')', '|', '|||', '!', ',', ' ', '.', '-', '\n', '0', '127,0,0,1,'),
  fc.integer({ min: 0, max: 70_000 }).map(String),
  fc.integer({ min: 0, max: 300 }).map(String),
  fc.string({ maxLength: 5 }),
);
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string(),
);
const port = fc.integer({ min: 1, max: 65_535 });
const byte = fc.integer({ min: 0, max: 255 });
// Punctuation, as servers use it; RFC 2428 section 3 allows any printable character.
const delimiter = fc
  .integer({ min: 33, max: 126 })
  .map((mark) => String.fromCharCode(mark))
  .filter((mark) => !/[\d()a-zA-Z]/.test(mark));

function reply(code: number, text: string): Reply {
  const lines = text.split('\n');
  return { code, lines, display: lines };
}

const properties = [
  ...[
    { parse: parseExtendedPassiveReply, code: 229 },
    { parse: parsePassiveReply, code: 227 },
  ].map(({ parse, code }) =>
    property(
      `${parse.name} returns a port from 1 to 65535 or throws ProtocolError`,
      [anyText],
      (text) => {
        try {
          const found = parse(reply(code, text));
          assert.ok(Number.isInteger(found) && found >= 1 && found <= 65_535, String(found));
        } catch (error) {
          assert.ok(error instanceof ProtocolError, String(error));
        }
      },
    ),
  ),

  property(
    'parseExtendedPassiveReply finds the port between any delimiters',
    [port, delimiter, fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.') })],
    (number, mark, words) => {
      const text = `${words} (${mark.repeat(3)}${number}${mark})${words}`;
      assert.equal(parseExtendedPassiveReply(reply(229, text)), number);
    },
  ),

  property(
    'parsePassiveReply finds the port after any address',
    [port, byte, byte, byte, byte],
    (number, ...address) => {
      const text = `Entering Passive Mode (${address.join(',')},${number >> 8},${number & 255}).`;
      assert.equal(parsePassiveReply(reply(227, text)), number);
    },
  ),
];

for (const each of properties) {
  test(`${each.title}, ${runs} times`, () => {
    check(each, runs, seed);
  });
}
