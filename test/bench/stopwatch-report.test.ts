import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseReport, wireTimes } from '../../bench/stopwatch-report.ts';

const FIN = 1;
const SYN = 2;
const START = 1_795_704_736_319_969_267n;

/** The program's line about a packet so many milliseconds after the first. */
function packet(milliseconds: number, way: 'out' | 'in', flags: number): string {
  return `packet ${START + BigInt(milliseconds * 1e6)} ${way} ${flags}`;
}

test('parseReport reads time, memory and how the process ended', () => {
  const report = parseReport('wall 1500000000\ncpu 250000\nmemory 2048\nexit 3\n');
  assert.deepEqual(report, {
    seconds: 1.5,
    cpuSeconds: 0.25,
    memoryBytes: 2_097_152,
    exitCode: 3,
    packets: [],
  });
});

test('parseReport knows no exit code of a process that a signal has ended', () => {
  assert.equal(parseReport('wall 1\ncpu 1\nmemory 1\nsignal 9\n').exitCode, undefined);
});

test('wireTimes counts round trips from the first packet to the last', () => {
  const lines = [
    packet(0, 'out', SYN),
    packet(40, 'in', SYN),
    packet(120, 'out', SYN),
    packet(160, 'in', SYN),
    packet(240, 'out', FIN),
    packet(320, 'in', FIN),
  ];
  const { packets } = parseReport(lines.join('\n'));
  assert.deepEqual(wireTimes(packets), { rttMs: 40, roundTrips: 8, connections: 2 });
});

test('wireTimes divides by the median handshake, not by a slow one', () => {
  const lines = [0, 100, 200].flatMap((start, index) => [
    packet(start, 'out', SYN),
    packet(start + (index === 1 ? 90 : 40), 'in', SYN),
  ]);
  const { packets } = parseReport(lines.join('\n'));
  assert.deepEqual(wireTimes(packets), { rttMs: 40, roundTrips: 6, connections: 3 });
});

test('wireTimes puts packets in order that the program has seen out of order', () => {
  const lines = [packet(0, 'out', SYN), packet(80, 'in', FIN), packet(40, 'in', SYN)];
  assert.equal(wireTimes(parseReport(lines.join('\n')).packets)?.roundTrips, 2);
});

test('wireTimes says nothing when no connection was answered', () => {
  assert.equal(wireTimes(parseReport(packet(0, 'out', SYN)).packets), undefined);
  assert.equal(wireTimes([]), undefined);
});
