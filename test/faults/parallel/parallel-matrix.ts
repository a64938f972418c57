import type { PublishMode, Verification } from '../../../src/deploy/index.ts';
import type { ControlFault } from '../control-faults.ts';
import type { DataFault } from '../data-faults.ts';
import type { ControlStep, DataStep } from '../fault-case.ts';
import { isDataStep } from '../fault-case.ts';
import type { Limit, ParallelCase, SessionFault } from './parallel-case.ts';
import { createParallelCase, refusals } from './parallel-case.ts';

const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];
const verifications: readonly Verification[] = ['size', 'checksum', 'none'];
const sessions = [1, 2, 3] as const;

const loginSteps: readonly ControlStep[] = ['CONNECT', 'USER', 'PASS', 'PBSZ'];
const fileSteps: readonly ControlStep[] = ['EPSV', 'STOR', 'STOR-final', 'SIZE', 'RNFR', 'RNTO'];
const dataSteps: readonly DataStep[] = ['data-connect', 'data-middle', 'data-end'];

const controlFaults: readonly ControlFault[] = [
  ...(['end', 'reset', 'silence', '421', '4yz', '5yz', 'lost'] as const),
];
const dataFaults: readonly DataFault[] = [
  ...(['end', 'reset', 'silence', 'reset-4yz', 'reset-5yz', 'reset-both', 'end-226'] as const),
];

const onceAndAlways: readonly Pick<SessionFault, 'occurrence' | 'frequency'>[] = [
  { occurrence: 'first', frequency: 'once' },
  { occurrence: 'first', frequency: 'always' },
];
const everyTime: typeof onceAndAlways = [
  ...onceAndAlways,
  { occurrence: 'later', frequency: 'once' },
];

/** All deployments over several connections. */
export function parallelCases(): readonly ParallelCase[] {
  return [...limitCases(), ...faultCases(), ...limitedFaultCases()];
}

function limitsOf(sessions: readonly Limit['sessions'][]): Limit[] {
  return sessions.flatMap((count) => refusals.map((refusal) => ({ sessions: count, refusal })));
}

function limitCases(): ParallelCase[] {
  return publishModes.flatMap((publish) =>
    [undefined, ...limitsOf([1, 2, 3])].map((limit, turn) =>
      createParallelCase({ publish, verify: take(verifications, turn), limit, fault: undefined }),
    ),
  );
}

function faultCases(): ParallelCase[] {
  return sessionFaults().map((fault, turn) =>
    createParallelCase({ ...settingsOf(fault, turn), limit: undefined, fault }),
  );
}

/** A lost connection, while the server allows no more than those that there are. */
function limitedFaultCases(): ParallelCase[] {
  return limitsOf([2, 3]).flatMap((limit, turn) =>
    sessions
      .filter((session) => session <= limit.sessions)
      .flatMap((session) =>
        lostConnections.map((lost, index) => {
          const fault = { session, occurrence: 'first', frequency: 'once', ...lost } as const;
          return createParallelCase({ ...settingsOf(fault, turn + session + index), limit, fault });
        }),
      ),
  );
}

const lostConnections = [
  { step: 'STOR', fault: 'reset' },
  { step: 'data-middle', fault: 'reset-both' },
] as const;

function sessionFaults(): SessionFault[] {
  return [...loginSteps, ...fileSteps, ...dataSteps].flatMap((step) => {
    const faults = isDataStep(step) ? dataFaults : controlFaults;
    const isLogin = loginSteps.some((each) => each === step);
    const times = isLogin ? onceAndAlways : everyTime;
    return sessions.flatMap((session) =>
      faults.flatMap((fault) => times.map((time) => ({ session, step, fault, ...time }))),
    );
  });
}

/** The modes take turns, as far as the step occurs in them. */
function settingsOf({ session, step, fault }: SessionFault, turn: number) {
  const isRename = step === 'RNFR' || step === 'RNTO';
  // Only the first connection renames staged files.
  const renaming: readonly PublishMode[] = session === 1 ? ['atomic', 'staged'] : ['atomic'];
  // Only a comparison finds the end that is missing.
  const isCut = fault === 'end-226' || fault === 'end';
  const comparing: readonly Verification[] = ['size', 'checksum'];
  return {
    publish: take(isRename ? renaming : publishModes, turn + Math.floor(turn / 3)),
    verify:
      step === 'SIZE'
        ? 'size'
        : take(isCut ? comparing : verifications, turn + Math.floor(turn / 9)),
  } as const;
}

function take<T>(list: readonly T[], turn: number): T {
  return list[turn % list.length]!;
}
