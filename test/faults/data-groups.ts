import { dataFaults } from './data-faults.ts';
import { dataSteps } from './fault-case.ts';
import type { Group } from './groups.ts';
import { eachMode, once, rotatingModes } from './groups.ts';

const brokenTransfers = dataFaults.filter((fault) => !fault.startsWith('cancel'));

/** Faults of data connections. */
export const dataGroups: readonly Group[] = [
  {
    setup: 'plain',
    steps: dataSteps,
    faults: ['reset', 'end', 'silence', 'reset-226', 'end-226'],
    frequencies: once,
    settings: eachMode,
  },
  {
    setup: 'plain',
    steps: dataSteps,
    faults: brokenTransfers,
    frequencies: once,
    settings: rotatingModes,
  },
  {
    setup: 'plain',
    steps: dataSteps,
    faults: brokenTransfers,
    frequencies: ['always'],
    settings: rotatingModes,
  },
  {
    setup: 'plain',
    steps: dataSteps,
    faults: ['reset', 'silence', 'reset-5yz', 'reset-both'],
    frequencies: ['file'],
    settings: rotatingModes,
  },
  {
    setup: 'plain',
    steps: dataSteps,
    faults: ['cancel'],
    frequencies: once,
    settings: eachMode,
  },
];
