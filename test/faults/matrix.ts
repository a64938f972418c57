import { dataGroups } from './data-groups.ts';
import type { ControlStep, FaultCase, Position } from './fault-case.ts';
import { createCase, dataSteps } from './fault-case.ts';
import type { Group, Settings } from './groups.ts';
import {
  commonFaults,
  eachMode,
  eachModeWithRename,
  modesWithRename,
  once,
  onceAndAlways,
  rotatingModes,
  rotatingModesWithRename,
} from './groups.ts';
import { pipeliningGroups } from './pipelining-groups.ts';
import { occurrences } from './positions.ts';
import { setups } from './setups.ts';
import { variantGroups, variantSetups } from './variant-groups.ts';

const loginSteps: readonly ControlStep[] = [
  ...(['CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS-UTF8'] as const),
  ...(['TYPE', 'STRU', 'MODE', 'PWD'] as const),
];

const finalReplyFaults = commonFaults.filter((fault) => !fault.startsWith('done-'));

const groups: readonly Group[] = [
  // No fault apart from the setup.
  ...setups
    .filter((setup) => setup !== 'x-command' && setup !== 'long-timeout')
    .map((setup) => ({
      setup,
      steps: ['QUIT'] as const,
      faults: ['none'] as const,
      frequencies: once,
      settings: eachMode,
    })),
  // Connecting and logging in.
  {
    setup: 'plain',
    steps: ['ACCEPT'],
    faults: ['reset', 'end', 'silence', 'garbage', 'cancel'],
    frequencies: onceAndAlways,
    settings: rotatingModes,
  },
  {
    setup: 'plain',
    steps: loginSteps,
    faults: commonFaults,
    frequencies: onceAndAlways,
    settings: rotatingModes,
  },
  {
    setup: 'reconnect',
    steps: ['ACCEPT'],
    faults: ['reset', 'silence', 'garbage', 'cancel'],
    frequencies: onceAndAlways,
    settings: { ...rotatingModes, publish: modesWithRename },
  },
  {
    setup: 'reconnect',
    steps: ['CONNECT', 'PASS', 'PROT', 'TYPE', 'PWD'],
    faults: ['reset', 'silence', '4yz', '5yz', '421', 'garbage', 'doubled', 'cancel'],
    frequencies: onceAndAlways,
    settings: { ...rotatingModes, publish: modesWithRename },
  },
  // Directories and the end of the session.
  {
    setup: 'plain',
    steps: ['MKD', 'CWD', 'QUIT'],
    faults: commonFaults,
    frequencies: onceAndAlways,
    settings: rotatingModes,
  },
  // Commands of each file.
  {
    setup: 'plain',
    steps: ['EPSV'],
    faults: commonFaults,
    frequencies: onceAndAlways,
    settings: rotatingModes,
  },
  {
    setup: 'plain',
    steps: ['STOR'],
    faults: commonFaults,
    frequencies: once,
    settings: eachMode,
  },
  {
    setup: 'plain',
    steps: ['STOR-final'],
    faults: finalReplyFaults,
    frequencies: once,
    settings: eachMode,
  },
  {
    setup: 'plain',
    steps: ['STOR'],
    faults: commonFaults,
    frequencies: ['always'],
    settings: rotatingModes,
  },
  {
    setup: 'plain',
    steps: ['STOR-final'],
    faults: finalReplyFaults,
    frequencies: ['always'],
    settings: rotatingModes,
  },
  {
    setup: 'plain',
    steps: ['STOR', 'STOR-final'],
    faults: ['silence', '4yz', '5yz', 'lost'],
    frequencies: ['file'],
    settings: rotatingModes,
  },
  {
    setup: 'plain',
    steps: ['SIZE'],
    faults: commonFaults,
    frequencies: onceAndAlways,
    settings: { ...rotatingModes, verify: ['size'] },
  },
  {
    setup: 'plain',
    steps: ['HASH', 'OPTS-HASH'],
    faults: commonFaults,
    frequencies: onceAndAlways,
    settings: { ...rotatingModes, verify: ['checksum'] },
  },
  {
    setup: 'x-command',
    steps: ['XSHA256'],
    faults: commonFaults,
    frequencies: once,
    settings: { ...rotatingModes, verify: ['checksum'] },
  },
  {
    setup: 'plain',
    steps: ['RNFR', 'RNTO'],
    faults: commonFaults,
    frequencies: once,
    settings: eachModeWithRename,
  },
  {
    setup: 'plain',
    steps: ['RNFR', 'RNTO'],
    faults: commonFaults,
    frequencies: ['always'],
    settings: rotatingModesWithRename,
  },
  {
    setup: 'no-replace',
    steps: ['RNFR', 'RNTO', 'DELE'],
    faults: commonFaults,
    frequencies: onceAndAlways,
    settings: rotatingModesWithRename,
  },
  ...(['quota', 'cut-off'] as const).map((setup) => ({
    setup,
    steps: ['DELE'] as const,
    faults: commonFaults,
    frequencies: onceAndAlways,
    settings: rotatingModesWithRename,
  })),
  {
    setup: 'mtime',
    steps: ['MFMT'],
    faults: commonFaults,
    frequencies: once,
    settings: rotatingModes,
  },
  ...(['resume', 'no-rest'] as const).map((setup) => ({
    setup,
    steps: setup === 'resume' ? (['REST', 'SIZE'] as const) : (['APPE'] as const),
    faults: commonFaults,
    frequencies: onceAndAlways,
    settings: rotatingModes,
  })),
  {
    setup: 'long-transfer',
    steps: ['NOOP'],
    faults: commonFaults,
    frequencies: once,
    settings: eachMode,
  },
  ...variantGroups,
  ...pipeliningGroups,
  ...dataGroups,
  // Cancelled runs with a server that has stopped answering.
  {
    setup: 'long-timeout',
    steps: ['PASS', 'MKD', 'EPSV', 'STOR', 'STOR-final', 'RNFR', 'RNTO', ...dataSteps],
    faults: ['cancel-silence'],
    frequencies: once,
    settings: { ...rotatingModes, publish: modesWithRename },
  },
];

/** All cases, always in the same order. */
export function allCases(): readonly FaultCase[] {
  const cases = groups.flatMap(expand).filter(isDetectable);
  return [...new Map(cases.map((each) => [each.id, each])).values()];
}

function expand({ setup, steps, faults, frequencies, settings }: Group): FaultCase[] {
  let turn = 0;
  return steps.flatMap((step) =>
    frequencies.flatMap((frequency) =>
      faults.flatMap((fault) =>
        (['first', 'middle', 'last'] as const).flatMap((position) =>
          chooseSettings(settings, turn++).flatMap((chosen) => {
            const parts = { ...chosen, setup, step, fault, frequency };
            return positionsOf(parts).includes(position)
              ? [createCase({ ...parts, position })]
              : [];
          }),
        ),
      ),
    ),
  );
}

function chooseSettings({ publish, verify, modes }: Settings, turn: number) {
  const chosen = modes === 'each' ? publish : [publish[turn % publish.length]!];
  // The shift lets every mode meet every verification.
  const shift = Math.floor(turn / publish.length);
  return chosen.map((mode, index) => ({
    publish: mode,
    verify: verify[(turn + index + shift) % verify.length]!,
  }));
}

function positionsOf(parts: Omit<FaultCase, 'id' | 'position'>): readonly Position[] {
  const isData = parts.step.startsWith('data-');
  const all = isData ? 3 : occurrences(parts);
  // The setup takes effect at the third file.
  if (parts.setup === 'reconnect') return ['last'];
  if (parts.setup === 'full') return ['first'];
  // `always` from the last occurrence equals `once`; from the middle it covers more than from the first.
  if (all >= 3 && parts.frequency === 'always') return ['middle'];
  // These setups are about one part of the protocol, which either the first or the last occurrence reaches.
  if (all >= 3 && variantSetups.has(parts.setup)) return ['first', 'last'];
  if (all >= 3) return ['first', 'middle', 'last'];
  return all === 2 ? ['first', 'last'] : all === 1 ? ['first'] : [];
}

/** Faults after which the server confirms a file that it doesn't have; only verification detects them. */
const confirmedLosses: ReadonlySet<string> = new Set([
  ...['reset-226', 'end-226', 'full', 'faulty', 'early-reset', 'early-full'],
]);

/**
 * Excludes faults that no client can detect: a server that changes the directory and permanently denies it, a file
 * that is confirmed but lost when uploads aren't verified, and a corrupted byte when only sizes are compared.
 */
function isDetectable({ fault, verify, step }: FaultCase): boolean {
  if (step === 'CWD' && fault === 'done-5yz') return false;
  if (fault === 'faulty') return verify === 'checksum';
  const isConfirmedLoss = confirmedLosses.has(fault) || (fault === 'early' && step === 'STOR');
  return !(isConfirmedLoss && verify === 'none');
}
