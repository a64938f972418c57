import { Progress } from '../../../src/action/log/progress.ts';
import { uploadedFile } from '../samples.ts';

/** What a simulated server and network are like. */
export interface Network {
  /** Milliseconds that every file takes. */
  readonly fileMs: number;
  /** Of all connections together. */
  readonly bytesPerSecond: number;
  readonly connections?: number;
  /** Relative spread of the time per file. */
  readonly spread?: number;
}

/** One line of the progress, with the time that was really left. */
export interface ShownProgress {
  readonly line: string;
  readonly atMs: number;
  readonly leftMs: number;
}

interface Lane {
  name: string;
  size: number;
  sent: number;
  startedAt: number;
  waitsUntil: number;
}

const stepMs = 10;

/** Uploads files of these sizes in order, with a simulated clock, and returns the progress that was printed. */
export function simulateUpload(sizes: readonly number[], network: Network): ShownProgress[] {
  const { fileMs, bytesPerSecond, connections = 1, spread = 0 } = network;
  let now = 0;
  let next = 0;
  let seed = 42;
  // Pseudorandom, so that every run is the same.
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const shown: { readonly line: string; readonly atMs: number }[] = [];
  const progress = new Progress({
    print: (line) => shown.push({ line, atMs: now }),
    files: sizes.map((sizeBytes) => ({ sizeBytes })),
    now: () => now,
  });
  progress.begin('uploaded');
  const lanes = new Set<Lane>();
  while (next < sizes.length || lanes.size > 0) {
    while (lanes.size < connections && next < sizes.length) {
      const waitsUntil = now + fileMs * (1 + spread * (2 * random() - 1));
      lanes.add({ name: `${next}`, size: sizes[next] ?? 0, sent: 0, startedAt: now, waitsUntil });
      next += 1;
    }
    now += stepMs;
    const sending = [...lanes].filter(({ waitsUntil }) => waitsUntil <= now);
    for (const lane of sending) {
      lane.sent += (bytesPerSecond * stepMs) / 1_000 / sending.length;
      const file = uploadedFile(lane.name, { sizeBytes: lane.size });
      if (lane.sent < lane.size) {
        progress.sent(file, Math.floor(lane.sent));
      } else {
        lanes.delete(lane);
        progress.done(file, now - lane.startedAt);
      }
    }
  }
  return shown.map(({ line, atMs }) => ({ line, atMs, leftMs: now - atMs }));
}

/** The time of `about 1 min 20 s left` or `more than 45.0 s left`, in milliseconds. */
export function estimateIn(line: string): { readonly kind: string; readonly ms: number } {
  const [, kind = 'unknown', text = ''] = /, (about|more than) ([\d.]+ .+) left$/.exec(line) ?? [];
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };
  const ms = [...text.matchAll(/([\d.]+) (ms|s|min|h)/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
  return { kind, ms };
}
