import assert from 'node:assert/strict';
import { test } from 'node:test';

import { failureReason } from '../../bench/measure.ts';
import { parseReport, wireFigures } from '../../bench/stopwatch.ts';

const FIN = 1;
const SYN = 2;
const START = 1_795_704_736_319_969_267n;

/** A line of the report. */
function packet(milliseconds: number, direction: 'out' | 'in', flags: number, port = 1): string {
  return `packet ${START + BigInt(milliseconds * 1e6)} ${direction} ${port} ${flags}`;
}

test('parseReport returns time, memory and exit code', () => {
  assert.deepEqual(parseReport('wall 1500000000\ncpu 250000\nmemory 2048\nexit 3\n'), {
    ...{ seconds: 1.5, cpuSeconds: 0.25, memoryBytes: 2_097_152, exitCode: 3, packets: [] },
  });
});

test('wireFigures divides by the median handshake and ignores the order of the report', () => {
  const lines = [0, 100, 200].flatMap((start, index) => [
    packet(start, 'out', SYN),
    packet(start + (index === 1 ? 90 : 40), 'in', SYN),
  ]);
  const { packets } = parseReport([packet(320, 'in', FIN), ...lines].join('\n'));
  const expected = { rttMs: 40, roundTripsPerFile: 4, connections: 3 };
  assert.deepEqual(wireFigures(packets, 2), expected);
});

test('wireFigures measures connections that are opened at the same time', () => {
  const lines = [
    packet(0, 'out', SYN, 1),
    packet(30, 'out', SYN, 2),
    packet(40, 'in', SYN, 1),
    packet(70, 'in', SYN, 2),
  ];
  const { packets } = parseReport(lines.join('\n'));
  assert.deepEqual(wireFigures(packets, 1), {
    rttMs: 40,
    roundTripsPerFile: 70 / 40,
    connections: 2,
  });
});

test('wireFigures are not a number when no connection was opened', () => {
  const { packets } = parseReport(packet(0, 'out', SYN));
  assert.equal(wireFigures(packets, 1).roundTripsPerFile, NaN);
});

const outputs = [
  ['curl: (18) server did not report OK, got 522', 'reply 522'],
  ["  code: 'ECONNRESET'\n}\n\nNode.js v24.21.0", 'ECONNRESET'],
  ['\t* remote error: tls: illegal parameter\n\t* unexpected EOF', 'TLS: illegal parameter'],
  ['mput: a.bin: Access failed: 553 Could not create file.', 'reply 553 Could not create file.'],
  ['Segmentation fault', undefined],
] as const;

test('failureReason returns the reason in the output of each client', () => {
  for (const [output, reason] of outputs) assert.equal(failureReason(output), reason);
});
