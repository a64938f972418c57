import type { Group } from './groups.ts';
import { allFaults, every, once, temporary, turns } from './groups.ts';

/** What can go wrong with commands that are sent before earlier ones have been answered. */
export const aheadGroups: readonly Group[] = [
  // What shows how the server works.
  {
    setup: 'plain',
    steps: ['PROBE'],
    faults: [...allFaults, 'swallowed'],
    often: once,
    settings: every,
  },
  {
    setup: 'asynchronous',
    steps: ['PROBE'],
    faults: ['reset', '4yz', '5yz', '421', 'garbage', 'lost', 'doubled', 'swallowed'],
    often: once,
    settings: turns,
  },
  // A reply that never comes, though the next ones do: each of those could be taken for the one before it.
  {
    setup: 'plain',
    steps: ['PBSZ', 'PROT', 'TYPE', 'MKD', 'EPSV', 'STOR-final', 'RNFR', 'RNTO'],
    faults: ['swallowed'],
    often: once,
    settings: { ...turns, publish: temporary },
  },
  {
    setup: 'plain',
    steps: ['SIZE'],
    faults: ['swallowed'],
    often: once,
    settings: { ...every, verify: ['size'] },
  },
  // Servers that look at what comes during an upload.
  ...(['asynchronous', 'late-refused'] as const).flatMap((setup) => [
    {
      setup,
      steps: ['EPSV', 'STOR', 'STOR-final', 'SIZE'] as const,
      faults: ['reset', '4yz', '5yz', '421', 'lost', 'doubled', 'doubled-late'] as const,
      often: once,
      settings: { ...turns, verify: ['size'] as const },
    },
    {
      setup,
      steps: ['data-connect', 'data-middle', 'data-end'] as const,
      faults: ['reset', 'end', 'reset-226', 'reset-both'] as const,
      often: once,
      settings: turns,
    },
  ]),
];
