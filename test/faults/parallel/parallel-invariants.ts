import { isDataStep } from '../fault-case.ts';
import { retries } from './run-parallel.ts';
import type { ParallelObservation } from './run-parallel.ts';
import type { SessionFault } from './parallel-case.ts';
import { connections } from './parallel-case.ts';

type Invariant = readonly [
  name: string,
  violations: (observation: ParallelObservation) => readonly string[],
];

const isTemporary = (path: string) => /(^|\/)\.up-[^/]+$/.test(path);

const files: readonly Invariant[] = [
  [
    'uploaded files are complete on the server',
    ({ result, disk, site }) =>
      result.files
        .filter(({ status }) => status === 'uploaded')
        .filter(({ remotePath }) => {
          const file = site.files.find((each) => each.remotePath === remotePath);
          return file === undefined || disk.get(remotePath) !== file.sha256;
        })
        .map(({ remotePath }) => remotePath),
  ],
  [
    'other files are the new ones or the old ones, and unchanged if pending',
    ({ result, disk, site, parallelCase }) =>
      site.files.flatMap(({ remotePath, sha256, oldSha256 }) => {
        const status = result.files.find((each) => each.remotePath === remotePath)?.status;
        const found = disk.get(remotePath);
        if (status === undefined) return [`${remotePath} isn't listed`];
        if (status === 'uploaded' || found === oldSha256) return [];
        if (status === 'pending') return [`${remotePath} is pending, but changed`];
        if (parallelCase.publish === 'direct' || found === sha256) return [];
        return [`${remotePath} has unknown content`];
      }),
  ],
  [
    'nothing else is changed, and temporary files are deleted or listed',
    ({ result, disk, site }) => {
      const planned = new Set(site.files.map(({ remotePath }) => remotePath));
      const changed = [...site.old].filter(
        ([path, hash]) => !planned.has(path) && disk.get(path) !== hash,
      );
      const added = [...disk.keys()].filter((path) => !planned.has(path) && !site.old.has(path));
      const isListed = (path: string) =>
        result.error !== undefined && result.remainingTemporaryFiles.includes(path);
      return [
        ...changed.map(([path]) => `${path} was changed`),
        ...added.filter((path) => !isTemporary(path) || !isListed(path)),
      ];
    },
  ],
  [
    'the result lists no temporary file after a success',
    ({ result }) => (result.error === undefined ? result.remainingTemporaryFiles : []),
  ],
  [
    'staged changes no file before all files have been uploaded',
    ({ parallelCase, phases, site, disk }) =>
      parallelCase.publish !== 'staged' || phases.includes('publish')
        ? []
        : site.files
            .filter(({ remotePath, oldSha256 }) => disk.get(remotePath) !== oldSha256)
            .map(({ remotePath }) => remotePath),
  ],
  [
    'attempts are limited',
    ({ result }) =>
      result.files
        // A file that an additional connection gave back is tried as often again.
        .filter(({ attempts }) => attempts > 2 * (retries + 2))
        .map(({ remotePath, attempts }) => `${remotePath}: ${attempts}`),
  ],
];

const outcome: readonly Invariant[] = [
  [
    'the run has an error exactly if a file was not uploaded',
    ({ result }) => {
      const missing = result.files.filter(({ status }) => status !== 'uploaded').length;
      if (result.error === undefined) return missing === 0 ? [] : [`${missing} files missing`];
      return missing === 0 ? [result.error.message] : [];
    },
  ],
  [
    'the run succeeds unless the server permanently refuses a file or the first connection',
    ({ result, parallelCase: { fault, limit } }) => {
      if (result.error === undefined) return [];
      const mayFail = fault !== undefined && (refusesFile(fault) || endsFirst(fault, limit));
      return mayFail ? [] : [result.error.message];
    },
  ],
  [
    'the fault was injected',
    ({ parallelCase: { fault }, hits }) =>
      fault !== undefined && hits === 0 ? ['the run did not reach the step'] : [],
  ],
  [
    'the server refuses no more than it must',
    ({ parallelCase: { limit, fault }, refused, result }) => {
      if (limit === undefined || fault !== undefined) return [];
      const expected = limit.sessions < connections ? 1 : 0;
      const { used } = result.connections;
      return [
        ...(refused.size === expected ? [] : [`${refused.size} sessions were refused`]),
        ...(used === limit.sessions ? [] : [`${used} connections were used`]),
      ];
    },
  ],
];

/** Whether the server permanently refuses a file. */
function refusesFile({ step, fault }: SessionFault): boolean {
  if (fault === 'reset-5yz') return true;
  return fault === '5yz' && ['STOR', 'STOR-final', 'SIZE', 'RNFR', 'RNTO'].includes(step);
}

/** Whether the first connection is lost for good, or its login isn't repeated. */
function endsFirst(
  { session, frequency, step, fault }: SessionFault,
  limit: ParallelObservation['parallelCase']['limit'],
): boolean {
  if (session !== 1) return false;
  // The server may count the lost session for some time.
  if (frequency === 'always' || limit?.refusal === '530-PASS') return true;
  if (fault === '421' || isDataStep(step)) return false;
  const isLogin = ['CONNECT', 'USER', 'PASS', 'PBSZ'].includes(step);
  return step === 'PASS' || (isLogin && ['4yz', '5yz'].includes(fault));
}

const sessions: readonly Invariant[] = [
  [
    'no more connections are open than allowed',
    ({ maxControlConnections: max }) => (max > connections ? [`${max} were open`] : []),
  ],
  [
    'a password is sent once in a session, and never again after it was refused',
    ({ dialogues, parallelCase: { limit } }) => {
      const passwords = dialogues.map(
        (lines) => lines.filter((line) => line.startsWith('C: PASS')).length,
      );
      const refusedIn = dialogues.findIndex((lines) => lines.includes('S: 530 Login incorrect.'));
      const later = refusedIn === -1 ? [] : passwords.slice(refusedIn + 1);
      return [
        ...passwords.filter((count) => count > 1).map((count) => `sent ${count} times`),
        ...(limit === undefined ? later : []).filter((count) => count > 0).map(() => 'sent again'),
      ];
    },
  ],
  [
    'after a refusal, no additional connection is opened, and there is one notice',
    ({ parallelCase: { fault }, dialogues, result, notices, refused }) => {
      const limits = notices.filter((notice) => /^Only .* could be opened: /.test(notice)).length;
      const { refusal } = result.connections;
      const isClosed = notices.some((notice) => notice.startsWith('An additional connection was'));
      const expected = refusal === undefined || isClosed ? 0 : 1;
      const isFirst = fault?.session === 1;
      const isAtLogin = fault !== undefined && isLoginStep(fault.step);
      const last = Math.max(...refused, isAtLogin ? fault.session : 0);
      return [
        ...(limits === expected || (isClosed && limits === 1)
          ? []
          : [`${limits} notices instead of ${expected}`]),
        ...(isFirst || refusal === undefined || last === 0 || dialogues.length === last
          ? []
          : [`${dialogues.length} sessions, although session ${last} was refused`]),
      ];
    },
  ],
  ['no error is unhandled', ({ unhandled }) => unhandled.map(String)],
];

const isLoginStep = (step: string) => ['CONNECT', 'USER', 'PASS', 'PBSZ'].includes(step);

/** Time that a run without faults may take on a busy machine. */
const workMs = 5_000;

/** A fault can cost three timeouts: at its step, for the server's explanation, and for the reply to QUIT. */
const timeoutsPerFault = 3;

const endsInTime = 'the run ends in time';

const bounds: readonly Invariant[] = [
  [
    endsInTime,
    ({ hits, elapsedMs, timeoutMs }) => {
      const limitMs = workMs + (hits + 1) * timeoutsPerFault * timeoutMs;
      return elapsedMs <= limitMs ? [] : [`${Math.round(elapsedMs)} ms instead of ${limitMs} ms`];
    },
  ],
];

/** All violations, each with the name of its invariant. */
export function parallelViolations(observation: ParallelObservation): string[] {
  return [...files, ...outcome, ...sessions, ...bounds].flatMap(([name, violations]) =>
    violations(observation).map((violation) => `${name}: ${violation}`),
  );
}

/** Whether a violation only reports a long duration, which a busy machine can cause. */
export function isAboutDuration(violation: string): boolean {
  return violation.startsWith(endsInTime);
}
