import { TimeoutError } from '../../src/ftps/index.ts';
import { longTimeoutMs } from './deploy-case.ts';
import type { FaultCase } from './fault-case.ts';
import { breaches } from './invariants.ts';
import { isAboutTime } from './invariants/bounds.ts';
import type { Observation } from './run-case.ts';
import { runCase } from './run-case.ts';
import type { Site } from './site.ts';
import { createSite } from './site.ts';

/** What came of one case. */
export interface Verdict {
  readonly faultCase: FaultCase;
  /** Every breach of an invariant; none when the case has passed. */
  readonly breaches: readonly string[];
  readonly seen: Observation | undefined;
  /** What the run came to, in a line. */
  readonly summary: string;
  /** The breaches of a first run that could not be judged: the machine was too busy for the client's time limit. */
  readonly tooSlow?: readonly string[];
}

/**
 * Runs cases, some of them at the same time: most of a case's time is waiting for what does not come.
 *
 * @param onVerdict - Told each as it comes.
 */
export async function runCases(
  cases: readonly FaultCase[],
  atOnce: number,
  onVerdict: (verdict: Verdict) => void,
): Promise<void> {
  await using site = await createSite();
  await using longSite = await createSite({ bigBytes: unbufferedBytes });
  const queue = cases.values();
  const worker = async () => {
    for (const faultCase of queue) {
      const isLong = faultCase.setup === 'long-transfer';
      onVerdict(await judge(faultCase, isLong ? longSite : site));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/**
 * More than the kernel takes from a client while nobody reads at the other end (4 MiB and a little, as Linux is set up):
 * such a file is certainly still on its way when it is held up.
 */
const unbufferedBytes = 8 * 1024 * 1024;

/** Milliseconds after which a case counts as hanging. */
const patienceMs = 120_000;

async function judge(faultCase: FaultCase, site: Site): Promise<Verdict> {
  const first = await judgeOnce(faultCase, site);
  if (first.breaches.length === 0 || first.seen === undefined) return first;
  const { seen } = first;
  const mayBeLate = hasWaitedInVain(seen) || first.breaches.every(isAboutTime);
  if (seen.timeoutMs >= longTimeoutMs || !mayBeLate) return first;
  return { ...(await judgeOnce(faultCase, site, longTimeoutMs)), tooSlow: first.breaches };
}

async function judgeOnce(faultCase: FaultCase, site: Site, timeoutMs?: number): Promise<Verdict> {
  const hanging = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    hanging.reject(new Error(`it still runs after ${patienceMs} ms`));
  }, patienceMs);
  try {
    const seen = await Promise.race([runCase(faultCase, site, timeoutMs), hanging.promise]);
    return { faultCase, breaches: breaches(seen), seen, summary: summaryOf(seen) };
  } catch (error) {
    return {
      faultCase,
      breaches: [`the case runs to its end: ${String((error as Error).stack)}`],
      seen: undefined,
      summary: '',
    };
  } finally {
    clearTimeout(timer);
  }
}

function summaryOf({ result }: Observation): string {
  const files = result.files.map(({ status, attempts }) => `${status} ${attempts}`);
  return `${files.join(', ')}; ${result.error?.message ?? 'no error'}`;
}

/** Whether the client has met its time limit more often than the faults explain: what it waited for was on its way. */
function hasWaitedInVain({ result, retried, strikes, setupStrikes }: Observation): boolean {
  const last = result.error === undefined ? [] : [result.error];
  const timeouts = [...retried.map(({ error }) => error), ...last].filter(isTimeout).length;
  return timeouts > strikes + setupStrikes;
}

function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof TimeoutError || isTimeout(error.cause);
}
