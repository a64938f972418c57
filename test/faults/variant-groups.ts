import type { Group } from './groups.ts';
import { commonFaults, once, rotatingModes, rotatingModesWithRename } from './groups.ts';
import type { Setup } from './setups.ts';

/** Faults that the client notices without a timeout. */
const quickFaults = commonFaults.filter((fault) => !fault.includes('silence'));

const closingFaults = [
  ...(['reset', '4yz', '5yz', '421', 'garbage', 'lost', 'truncated', 'doubled', 'cancel'] as const),
];

/** Faults on servers that refuse or break an optional part of the protocol. */
export const variantGroups: readonly Group[] = [
  {
    setup: 'restart-refused',
    steps: ['EPSV', 'STOR', 'STOR-final'],
    faults: quickFaults,
    frequencies: once,
    settings: rotatingModes,
  },
  {
    setup: 'closing',
    steps: ['CONNECT', 'EPSV', 'STOR', 'STOR-final'],
    faults: closingFaults,
    frequencies: once,
    settings: rotatingModes,
  },
  {
    setup: 'closing',
    steps: ['RNFR', 'RNTO'],
    faults: closingFaults,
    frequencies: once,
    settings: rotatingModesWithRename,
  },
  {
    setup: 'dead-epsv',
    steps: ['PASV', 'STOR'],
    faults: quickFaults,
    frequencies: once,
    settings: rotatingModes,
  },
  {
    setup: 'dead-epsv',
    steps: ['data-connect', 'data-middle', 'data-end'],
    faults: ['reset', 'end', 'reset-226', 'reset-both'],
    frequencies: once,
    settings: rotatingModes,
  },
  {
    setup: 'odd-size',
    steps: ['SIZE'],
    faults: [...commonFaults, 'swallowed'],
    frequencies: once,
    settings: { ...rotatingModes, verify: ['size'] },
  },
  {
    setup: 'full',
    steps: ['CONNECT', 'STOR'],
    faults: ['reset', '4yz', '5yz', '421', 'garbage', 'cancel'],
    frequencies: once,
    settings: rotatingModes,
  },
];

/** The setups of these groups. */
export const variantSetups: ReadonlySet<Setup> = new Set(variantGroups.map(({ setup }) => setup));
