import type { Group } from './groups.ts';
import { commonFaults, eachMode, modesWithRename, once, rotatingModes } from './groups.ts';

/** Faults of commands that are pipelined: sent before earlier ones have been answered. */
export const pipeliningGroups: readonly Group[] = [
  // The probe that shows how the server handles pipelined commands.
  {
    setup: 'plain',
    steps: ['PROBE'],
    faults: [...commonFaults, 'swallowed'],
    frequencies: once,
    settings: eachMode,
  },
  {
    setup: 'asynchronous',
    steps: ['PROBE'],
    faults: ['reset', '4yz', '5yz', '421', 'garbage', 'lost', 'doubled', 'swallowed'],
    frequencies: once,
    settings: rotatingModes,
  },
  // A missing reply followed by other replies, each of which could be taken for the one before it.
  {
    setup: 'plain',
    steps: ['PBSZ', 'PROT', 'TYPE', 'MKD', 'EPSV', 'STOR-final', 'RNFR', 'RNTO'],
    faults: ['swallowed'],
    frequencies: once,
    settings: { ...rotatingModes, publish: modesWithRename },
  },
  {
    setup: 'plain',
    steps: ['SIZE'],
    faults: ['swallowed'],
    frequencies: once,
    settings: { ...eachMode, verify: ['size'] },
  },
  // Servers that handle commands during an upload.
  ...(['asynchronous', 'late-refused'] as const).flatMap((setup) => [
    {
      setup,
      steps: ['EPSV', 'STOR', 'STOR-final', 'SIZE'] as const,
      faults: ['reset', '4yz', '5yz', '421', 'lost', 'doubled', 'doubled-late'] as const,
      frequencies: once,
      settings: { ...rotatingModes, verify: ['size'] as const },
    },
    {
      setup,
      steps: ['data-connect', 'data-middle', 'data-end'] as const,
      faults: ['reset', 'end', 'reset-226', 'reset-both'] as const,
      frequencies: once,
      settings: rotatingModes,
    },
  ]),
];
