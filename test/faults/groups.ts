import type { PublishMode, Verification } from '../../src/deploy/index.ts';
import type { ControlFault } from './control-faults.ts';
import { controlFaults } from './control-faults.ts';
import type { DataFault } from './data-faults.ts';
import type { Often, Step } from './fault-case.ts';
import type { Setup } from './setups.ts';

const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];
export const temporary: readonly PublishMode[] = ['atomic', 'staged'];
const verifications: readonly Verification[] = ['size', 'checksum', 'none'];

/** Which settings a group of cases runs in: all of them, or all in turns, one a case. */
export interface Settings {
  readonly publish: readonly PublishMode[];
  readonly verify: readonly Verification[];
  /** `each`: every publish mode, verifications in turns; `turns`: both in turns. */
  readonly spread: 'each' | 'turns';
}

/** Cases that have their faults and settings in common. */
export interface Group {
  readonly setup: Setup;
  readonly steps: readonly Step[];
  readonly faults: readonly (ControlFault | DataFault)[];
  readonly often: readonly Often[];
  readonly settings: Settings;
}

export const every: Settings = { publish: publishModes, verify: verifications, spread: 'each' };
export const turns: Settings = { ...every, spread: 'turns' };
export const renaming: Settings = { ...every, publish: temporary };
const elsewhere: ReadonlySet<ControlFault> = new Set(['none', 'swallowed', 'cancel-silence']);
export const allFaults = controlFaults.filter((fault) => !elsewhere.has(fault));
export const both: readonly Often[] = ['once', 'always'];
export const once: readonly Often[] = ['once'];
