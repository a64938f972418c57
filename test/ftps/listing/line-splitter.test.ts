import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { LineSplitter } from '../../../src/ftps/listing/line-splitter.ts';

function split(text: string, bytesPerChunk: number) {
  const splitter = new LineSplitter();
  const bytes = Buffer.from(text);
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += bytesPerChunk) {
    lines.push(...splitter.push(bytes.subarray(start, start + bytesPerChunk)));
  }
  return { lines, isMidLine: splitter.isMidLine };
}

describe('LineSplitter', () => {
  const long = 'x'.repeat(20_000);
  const cases: readonly (readonly [
    title: string,
    text: string,
    lines: readonly string[],
    isMidLine: boolean,
  ])[] = [
    ['splits at CRLF', 'a\r\nb\r\n', ['a', 'b'], false],
    ['keeps LF and CR within a line', 'a\nb\rc\r\n', ['a\nb\rc'], false],
    ['keeps umlauts', 'größe\r\n', ['größe'], false],
    ['reports a line without an end', 'a\r\nb', ['a'], true],
    ['reports a CR at the end', 'a\r', [], true],
    ['skips a line that is too long', `a\r\n${long}\r\nb\r\n`, ['a', 'b'], false],
    ['reports a long line without an end', `a\r\n${long}`, ['a'], true],
    ['returns no lines of an empty listing', '', [], false],
  ];
  for (const [title, text, lines, isMidLine] of cases) {
    test(title, () => {
      for (const bytesPerChunk of [1, 2, 3, 7, 9_000, 100_000]) {
        assert.deepEqual(split(text, bytesPerChunk), { lines, isMidLine });
      }
    });
  }
});
