import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { ProtocolError } from '../../../src/ftps/errors.ts';
import { limits } from '../../../src/ftps/limits.ts';
import type { Reply } from '../../../src/ftps/control/reply.ts';
import { ReplyParser } from '../../../src/ftps/control/reply-parser.ts';
import { check, property, runs, seed } from '../property.ts';

const text = fc.string({
  unit: fc.constantFrom('a', '2', '0', '-', ' ', '\t', '"', '(', '|', ',', 'ü'),
  maxLength: 12,
});
const code = fc.integer({ min: 100, max: 599 }).map(String);
const lineEnd = fc.constantFrom('\r\n', '\n');

const oneLine = fc
  .tuple(code, text, lineEnd)
  .map(([digits, words, end]) => `${digits} ${words}${end}`);
const manyLines = fc
  .tuple(
    code,
    fc.array(fc.tuple(fc.constantFrom('', ' ', '22', '226-', '100 '), text), { maxLength: 4 }),
    lineEnd,
  )
  .map(([digits, lines, end]) => {
    const inner = lines.map(([start, words]) => `-${start}${words}${end}`);
    return `${digits}-a${end}${inner.join('')}${digits} b${end}`;
  });
const wellFormed = fc
  .array(fc.oneof(oneLine, manyLines), { maxLength: 6 })
  .map((all) => all.join(''));

const fragment = fc.constantFrom(
  '220 a\r\n',
  '226-a\r\n',
  '226 b\n',
  '\r\n',
  '\n',
  '22',
  '0',
  '-',
  ' ',
  '\r',
  'x'.repeat(3_000),
  '\0',
  '\x1b[2J',
);
const large = fc
  .tuple(fragment, fc.integer({ min: 1, max: 90_000 }))
  .map(([part, bytes]) => Buffer.from(part.repeat(Math.ceil(bytes / part.length))));
const garbage = fc.oneof(
  { weight: 10, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 10,
    arbitrary: fc.array(fragment, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
  },
  { weight: 1, arbitrary: large },
);
const anything = fc.oneof(
  wellFormed.map((script) => Buffer.from(script)),
  garbage,
);
const cuts = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 20 });

/** Divides bytes into chunks of these sizes, repeated, but large inputs into a limited number. */
function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  const least = Math.max(bytes.length >> 11, 1);
  for (let start = 0, index = 0; start < bytes.length; index++) {
    const size = Math.max(sizes[index % sizes.length] ?? 0, least);
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

interface Outcome {
  readonly replies: Reply[];
  readonly isRejected: boolean;
}

/** Parses chunks; any error except ProtocolError fails the test. */
function parse(chunks: Iterable<Buffer>): Outcome {
  const parser = new ReplyParser();
  const replies: Reply[] = [];
  try {
    for (const chunk of chunks) for (const reply of parser.push(chunk)) replies.push(reply);
    return { replies, isRejected: false };
  } catch (error) {
    assert.ok(error instanceof ProtocolError, String(error));
    return { replies, isRejected: true };
  }
}

const properties = [
  property(
    'ReplyParser reads the same replies from all divisions into chunks',
    [anything, cuts],
    (bytes, sizes) => {
      assert.deepEqual(parse(cut(bytes, sizes)), parse([bytes]));
    },
  ),

  property('ReplyParser reads every well-formed reply', [wellFormed, cuts], (script, sizes) => {
    const { replies, isRejected } = parse(cut(Buffer.from(script), sizes));
    assert.equal(isRejected, false);
    const written = script.split(/\r?\n/).slice(0, -1);
    assert.equal(
      replies.reduce((lines, reply) => lines + reply.lines.length, 0),
      written.length,
    );
  }),

  property(
    'ReplyParser throws only ProtocolError and returns only replies within the limits',
    [garbage, cuts],
    (bytes, sizes) => {
      for (const { code: number, lines, display } of parse(cut(bytes, sizes)).replies) {
        assert.ok(number >= 100 && number <= 599);
        const size = lines.reduce((sum, line) => sum + line.length + 1, 0);
        assert.ok(size <= limits.replyBytes, `a reply of ${size} characters`);
        assert.ok(lines.length > 0 && lines.length === display.length);
        assert.doesNotMatch(display.join(''), /[\0-\x1f\x7f-\x9f]/);
      }
    },
  ),

  property(
    'ReplyParser rejects an endless reply as soon as it reaches the limit',
    [lineEnd, fc.string({ maxLength: 100 }), cuts],
    (end, words, sizes) => {
      const line = ` ${words.replaceAll(/[\r\n]/g, '').padEnd(1_000, 'x')}${end}`;
      const flood = `226-a${end}${line.repeat(limits.replyBytes / line.length + 1)}`;
      assert.deepEqual(parse(cut(Buffer.from(flood), sizes)), { replies: [], isRejected: true });
    },
  ),
];

for (const each of properties) {
  test(`${each.title}, ${runs} times`, () => {
    check(each, runs, seed);
  });
}
