import { aheadGroups } from './ahead-groups.ts';
import { dataFaults } from './data-faults.ts';
import type { ControlStep, FaultCase, Where } from './fault-case.ts';
import { dataSteps, faultCase } from './fault-case.ts';
import type { Group, Settings } from './groups.ts';
import { allFaults, both, every, once, renaming, temporary, turns } from './groups.ts';
import { occurrences } from './positions.ts';

const login: readonly ControlStep[] = [
  ...(['CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS-UTF8'] as const),
  ...(['TYPE', 'STRU', 'MODE', 'PWD'] as const),
];

const finalFaults = allFaults.filter((fault) => !fault.startsWith('done-'));
const breaks = dataFaults.filter((fault) => !fault.startsWith('cancel'));

const groups: readonly Group[] = [
  // Nothing goes wrong.
  { setup: 'plain', steps: ['QUIT'], faults: ['none'], often: once, settings: every },
  ...(['reconnect', 'resume', 'no-rest', 'long-transfer', 'mtime'] as const).map(
    (setup) =>
      ({ setup, steps: ['QUIT'], faults: ['none'], often: once, settings: every }) as const,
  ),
  ...(['asynchronous', 'late-refused'] as const).map(
    (setup) =>
      ({ setup, steps: ['QUIT'], faults: ['none'], often: once, settings: every }) as const,
  ),
  ...(['no-replace', 'no-room', 'cut-off', 'untrusted', 'untrusted-data'] as const).map(
    (setup) =>
      ({ setup, steps: ['QUIT'], faults: ['none'], often: once, settings: every }) as const,
  ),
  // Connecting and logging in.
  {
    setup: 'plain',
    steps: ['ACCEPT'],
    faults: ['reset', 'end', 'silence', 'garbage', 'cancel'],
    often: both,
    settings: turns,
  },
  { setup: 'plain', steps: login, faults: allFaults, often: both, settings: turns },
  {
    setup: 'reconnect',
    steps: ['ACCEPT'],
    faults: ['reset', 'silence', 'garbage', 'cancel'],
    often: both,
    settings: { ...turns, publish: temporary },
  },
  {
    setup: 'reconnect',
    steps: ['CONNECT', 'PASS', 'PROT', 'TYPE', 'PWD'],
    faults: ['reset', 'silence', '4yz', '5yz', '421', 'garbage', 'doubled', 'cancel'],
    often: both,
    settings: { ...turns, publish: temporary },
  },
  // Directories, and the end.
  {
    setup: 'plain',
    steps: ['MKD', 'CWD', 'QUIT'],
    faults: allFaults,
    often: both,
    settings: turns,
  },
  // Files.
  { setup: 'plain', steps: ['EPSV'], faults: allFaults, often: both, settings: turns },
  { setup: 'plain', steps: ['STOR'], faults: allFaults, often: once, settings: every },
  { setup: 'plain', steps: ['STOR-final'], faults: finalFaults, often: once, settings: every },
  { setup: 'plain', steps: ['STOR'], faults: allFaults, often: ['always'], settings: turns },
  {
    setup: 'plain',
    steps: ['STOR-final'],
    faults: finalFaults,
    often: ['always'],
    settings: turns,
  },
  {
    setup: 'plain',
    steps: ['STOR', 'STOR-final'],
    faults: ['silence', '4yz', '5yz', 'lost'],
    often: ['file'],
    settings: turns,
  },
  {
    setup: 'plain',
    steps: ['SIZE'],
    faults: allFaults,
    often: both,
    settings: { ...turns, verify: ['size'] },
  },
  {
    setup: 'plain',
    steps: ['HASH', 'OPTS-HASH'],
    faults: allFaults,
    often: both,
    settings: { ...turns, verify: ['checksum'] },
  },
  {
    setup: 'x-command',
    steps: ['XSHA256'],
    faults: allFaults,
    often: once,
    settings: { ...turns, verify: ['checksum'] },
  },
  { setup: 'plain', steps: ['RNFR', 'RNTO'], faults: allFaults, often: once, settings: renaming },
  {
    setup: 'plain',
    steps: ['RNFR', 'RNTO'],
    faults: allFaults,
    often: ['always'],
    settings: { ...renaming, spread: 'turns' },
  },
  {
    setup: 'no-replace',
    steps: ['RNFR', 'RNTO', 'DELE'],
    faults: allFaults,
    often: both,
    settings: { ...renaming, spread: 'turns' },
  },
  ...(['no-room', 'cut-off'] as const).map((setup) => ({
    setup,
    steps: ['DELE'] as const,
    faults: allFaults,
    often: both,
    settings: { ...renaming, spread: 'turns' as const },
  })),
  { setup: 'mtime', steps: ['MFMT'], faults: allFaults, often: once, settings: turns },
  ...(['resume', 'no-rest'] as const).map((setup) => ({
    setup,
    steps: setup === 'resume' ? (['REST', 'SIZE'] as const) : (['APPE'] as const),
    faults: allFaults,
    often: both,
    settings: turns,
  })),
  { setup: 'long-transfer', steps: ['NOOP'], faults: allFaults, often: once, settings: every },
  ...aheadGroups,
  // The bytes of the files.
  {
    setup: 'plain',
    steps: dataSteps,
    faults: ['reset', 'end', 'silence', 'reset-226', 'end-226'],
    often: once,
    settings: every,
  },
  { setup: 'plain', steps: dataSteps, faults: breaks, often: once, settings: turns },
  { setup: 'plain', steps: dataSteps, faults: breaks, often: ['always'], settings: turns },
  {
    setup: 'plain',
    steps: dataSteps,
    faults: ['reset', 'silence', 'reset-5yz', 'reset-both'],
    often: ['file'],
    settings: turns,
  },
  { setup: 'plain', steps: dataSteps, faults: ['cancel'], often: once, settings: every },
  // A cancelled run whose server says nothing more.
  {
    setup: 'patient',
    steps: ['PASS', 'MKD', 'EPSV', 'STOR', 'STOR-final', 'RNFR', 'RNTO', ...dataSteps],
    faults: ['cancel-silence'],
    often: once,
    settings: { ...turns, publish: temporary },
  },
];

/** All cases, in an order that never changes. */
export function allCases(): readonly FaultCase[] {
  const cases = groups.flatMap(expand).filter(isPossible);
  return [...new Map(cases.map((each) => [each.id, each])).values()];
}

function expand({ setup, steps, faults, often: frequencies, settings }: Group): FaultCase[] {
  let turn = 0;
  return steps.flatMap((step) =>
    frequencies.flatMap((often) =>
      faults.flatMap((fault) =>
        (['first', 'middle', 'last'] as const).flatMap((where) =>
          choose(settings, turn++).flatMap((chosen) => {
            const parts = { ...chosen, setup, step, fault, often };
            return positions(parts).includes(where) ? [faultCase({ ...parts, where })] : [];
          }),
        ),
      ),
    ),
  );
}

function choose({ publish, verify, spread }: Settings, turn: number) {
  const modes = spread === 'each' ? publish : [publish[turn % publish.length]!];
  // Shifted, so that in turns every mode meets every verification.
  const shift = Math.floor(turn / publish.length);
  return modes.map((mode, index) => ({
    publish: mode,
    verify: verify[(turn + index + shift) % verify.length]!,
  }));
}

function positions(parts: Omit<FaultCase, 'id' | 'where'>): readonly Where[] {
  const isData = parts.step.startsWith('data-');
  const all = isData ? 3 : occurrences(parts);
  // Before the run comes to the third file, the setup must have done its part.
  if (parts.setup === 'reconnect') return ['last'];
  // From the last one on is once; from the middle one on says the same as from the first, and more.
  if (all >= 3 && parts.often === 'always') return ['middle'];
  if (all >= 3) return ['first', 'middle', 'last'];
  return all === 2 ? ['first', 'last'] : all === 1 ? ['first'] : [];
}

/** Files that the server confirms and does not have whole; only who looks at them can tell. */
const unseen: ReadonlySet<string> = new Set([
  ...['reset-226', 'end-226', 'full', 'faulty', 'early-reset', 'early-full'],
]);

/**
 * What no client could know is left out: a server that goes into a directory and says for good that it did not, and
 * one that confirms a file which it does not have, unless the file is looked at; at its bytes, where its size is right.
 */
function isPossible({ fault, verify, step }: FaultCase): boolean {
  if (step === 'CWD' && fault === 'done-5yz') return false;
  if (fault === 'faulty') return verify === 'checksum';
  const isLie = unseen.has(fault) || (fault === 'early' && step === 'STOR');
  return !(isLie && verify === 'none');
}
