import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ProtocolError } from '../../../src/ftps/errors.ts';
import { limits } from '../../../src/ftps/limits.ts';
import { parsePassiveReply } from '../../../src/ftps/data/passive-connector.ts';
import { ReplyParser } from '../../../src/ftps/control/reply-parser.ts';
import { collectGarbage } from '../memory.ts';
import { inChunks } from '../replies.ts';

const chunkSizes = [
  ['all at once', Number.POSITIVE_INFINITY],
  ['byte by byte', 1],
  ['7 bytes at a time', 7],
] as const;

/** Parses input in chunks; returns replies as `code first line / second line`. */
function parse(input: string | Buffer, bytesPerChunk: number, parser = new ReplyParser()) {
  const replies: string[] = [];
  for (const chunk of inChunks(Buffer.from(input), bytesPerChunk)) {
    for (const { code, lines } of parser.push(chunk)) replies.push(`${code} ${lines.join(' / ')}`);
  }
  return replies;
}

const accepted: readonly (readonly [title: string, input: string, replies: readonly string[]])[] = [
  ['one line', '220 Ready\r\n', ['220 Ready']],
  ['a line that ends with LF', '220 Ready\n', ['220 Ready']],
  ['lines that end with CRLF or LF', '220-a\n220 b\r\n200 c\n', ['220 a / b', '200 c']],
  ['a CR inside a line', '220 a\rb\r\n', ['220 a\rb']],
  ['two replies', '150 Ok\r\n226 Done\r\n', ['150 Ok', '226 Done']],
  ['a code alone', '220\r\n', ['220 ']],
  ['a code and a space', '220 \r\n', ['220 ']],
  ['UTF-8 text', '257 "/日本/ü"\r\n', ['257 "/日本/ü"']],
  ['the lowest and the highest code', '100 a\r\n599 b\r\n', ['100 a', '599 b']],
  ['several lines', '230-Welcome\r\n230-to us\r\n230 In\r\n', ['230 Welcome / to us / In']],
  [
    'lines without a code inside',
    '211-a\r\n UTF8\r\nEPSV\r\n211 b\r\n',
    ['211 a /  UTF8 / EPSV / b'],
  ],
  ['an indented last line inside', '230-a\r\n 230 no\r\n230 yes\r\n', ['230 a /  230 no / yes']],
  ['other codes inside', '226-a\r\n150 b\r\n550 c\r\n226 d\r\n', ['226 a / 150 b / 550 c / d']],
  [
    'another multi-line code inside',
    '226-a\r\n331-b\r\n331 c\r\n226 d\r\n',
    ['226 a / 331-b / 331 c / d'],
  ],
  [
    'the code without a space inside',
    '226-a\r\n2266 b\r\n226x c\r\n226 d\r\n',
    ['226 a / 2266 b / 226x c / d'],
  ],
  ['empty lines inside', '226-a\r\n\r\n\n226 b\r\n', ['226 a /  /  / b']],
  ['a last line that is the code alone', '226-a\r\n226\r\n', ['226 a / ']],
  ['a first line without text', '226-\r\n226 b\r\n', ['226  / b']],
  ['empty lines between replies', '\r\n220 a\r\n\r\n\n200 b\r\n', ['220 a', '200 b']],
  ['nothing before the end of the line', '220 Ready', []],
  ['nothing before the last line', '220-Ready\r\n220-Set\r\n', []],
];

const invalid: readonly (readonly [title: string, input: string, message: RegExp])[] = [
  ['a code above 599', '600 a\r\n', /must begin with a code.*Received "600 a"/],
  ['a code below 100', '099 a\r\n', /must begin with a code.*Received "099 a"/],
  ['a code of two digits', '22 a\r\n', /must begin with a code/],
  ['a code of four digits', '2200 a\r\n', /must begin with a code/],
  ['a code without a separator', '220Ready\r\n', /must begin with a code/],
  ['an indented code', ' 220 Ready\r\n', /must begin with a code/],
  ['no code', 'SSH-2.0-OpenSSH_9.2p1\r\n', /Received "SSH-2\.0-OpenSSH_9\.2p1"/],
  ['a control character', '\x1b[2J220 a\r\n', /Received "\\x1b\[2J220 a"/],
  ['a NUL before the code', '\x00220 a\r\n', /Received "\\x00220 a"/],
  [
    'a line that is too long',
    `220 ${'x'.repeat(limits.replyLineBytes)}\r\n`,
    /line is longer than 8192 bytes.*Received "220 x/,
  ],
  ['an endless line', 'x'.repeat(100_000), /line is longer than 8192 bytes.*Received "x/],
  [
    'a reply that is too long',
    `220-first\r\n${'220-x\r\n'.repeat(20_000)}`,
    /reply is longer than 65536 bytes.*Received "first"/,
  ],
  ['endless empty lines', '\r\n'.repeat(50_000), /reply is longer than 65536 bytes.*Received ""/],
];

for (const [how, bytesPerChunk] of chunkSizes) {
  describe(`ReplyParser, reading ${how},`, () => {
    for (const [title, input, replies] of accepted) {
      test(`reads ${title}`, () => {
        assert.deepEqual(parse(input, bytesPerChunk), replies);
      });
    }

    for (const [title, input, message] of invalid) {
      test(`rejects ${title}`, () => {
        assert.throws(
          () => parse(input, bytesPerChunk),
          (error) => {
            assert.ok(error instanceof ProtocolError);
            assert.equal(error.rule, 'reply-syntax');
            assert.match(error.message, message);
            return true;
          },
        );
      });
    }

    test('yields the replies before an invalid line', () => {
      const parser = new ReplyParser();
      const replies: number[] = [];
      assert.throws(() => {
        for (const chunk of inChunks(Buffer.from('150 a\r\n226 b\r\ninvalid\r\n'), bytesPerChunk)) {
          for (const { code } of parser.push(chunk)) replies.push(code);
        }
      }, ProtocolError);
      assert.deepEqual(replies, [150, 226]);
    });

    test('accepts a line and a reply of the maximum length', () => {
      const lines = `${'220-'.padEnd(limits.replyLineBytes - 1, 'x')}\r\n`.repeat(7);
      const last = '220 '.padEnd(limits.replyBytes - lines.length - 2, 'x');
      assert.equal(parse(`${lines}${last}\r\n`, bytesPerChunk).length, 1);
      assert.throws(() => parse(`${lines}${last}x\r\n`, bytesPerChunk), ProtocolError);
    });

    test('replaces secrets and control characters in the text for display only', () => {
      const parser = new ReplyParser({ redact: (text) => text.replaceAll('secret', '***') });
      const bytes = Buffer.from('530-secret\x07\r\n530 No secret\r\n');
      const [reply] = [...inChunks(bytes, bytesPerChunk)].flatMap((chunk) => [
        ...parser.push(chunk),
      ]);
      assert.deepEqual(reply?.lines, ['secret\x07', 'No secret']);
      assert.deepEqual(reply.display, ['***\\x07', 'No ***']);
    });

    for (const input of ['the secret is not a reply\r\n', `the secret ${'x'.repeat(10_000)}`]) {
      test(`replaces secrets in the error about a line of ${input.length} bytes`, () => {
        const parser = new ReplyParser({ redact: (text) => text.replaceAll('secret', '***') });
        assert.throws(() => parse(input, bytesPerChunk, parser), /Received "the \*\*\*/);
      });
    }
  });
}

test('ReplyParser parses no reply before the end of its line', () => {
  const parser = new ReplyParser();
  assert.deepEqual([...parser.push(Buffer.from('227 Passive (192,168,1,100,10,2'))], []);
  const [reply] = parser.push(Buffer.from('29)\r\n'));
  assert.ok(reply);
  assert.equal(parsePassiveReply(reply), 2789);
});

test('ReplyParser displays invalid UTF-8 as replacement characters', () => {
  const [reply] = new ReplyParser().push(Buffer.from('220 a\xff\r\n', 'latin1'));
  assert.deepEqual(reply?.display, ['a\ufffd']);
});

test('ReplyParser.hasPartialReply is true within a reply and after a surplus line end', () => {
  const parser = new ReplyParser();
  const states = ['', '22', '0-a\r\n', '220 b', '\r\n', '\r', '\n', '220 c\r\n'].map((text) => {
    parser.push(Buffer.from(text)).toArray();
    return parser.hasPartialReply;
  });
  assert.deepEqual(states, [false, true, true, true, false, true, true, false]);
});

test('ReplyParser discards a line that it has rejected', () => {
  const parser = new ReplyParser();
  assert.throws(() => parse('x'.repeat(10_000), 1_000, parser), /line is longer/);
  assert.equal(parser.hasPartialReply, false);
  assert.deepEqual(parse('220 a\r\n', 1, parser), ['220 a']);
});

test('ReplyParser keeps no large chunk for a small part of a line', () => {
  const parser = new ReplyParser();
  const before = process.memoryUsage().arrayBuffers;
  const chunks = 60;
  for (let index = 0; index < chunks; index++) {
    parser.push(Buffer.alloc(4 << 20, '2').subarray(0, 1)).toArray();
  }
  collectGarbage();
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.equal(parser.hasPartialReply, true);
  assert.ok(grown < 32 << 20, `${grown} bytes are kept for ${chunks} bytes of a line`);
});

test('ReplyParser limits the bytes and lines of a listing', () => {
  for (const line of ['x\r\n', `${'x'.repeat(8_000)}\r\n`]) {
    let lines = 0;
    const parser = new ReplyParser({ listing: () => () => void (lines += 1) });
    const chunk = Buffer.from(line.repeat(10));
    assert.deepEqual([...parser.push(Buffer.from('213-Here\r\n'))], []);
    const endless = () => {
      for (;;) Array.from(parser.push(chunk));
    };
    assert.throws(endless, { rule: 'reply-syntax' });
    assert.ok(lines <= 200_000 && lines * line.length <= 16 * 1024 * 1024);
  }
});

test('ReplyParser keeps the lines of a refusal where a listing was expected', () => {
  const parser = new ReplyParser({ listing: () => () => assert.fail('A refusal is no listing.') });
  const [reply] = parser.push(Buffer.from('550-No\r\nsuch\r\n550 directory\r\n'));
  assert.deepEqual(reply?.lines, ['No', 'such', 'directory']);
});
