import type { PublishMode, Verification } from '../../src/deploy/index.ts';
import type { ControlFault } from './control-faults.ts';
import { controlFaults } from './control-faults.ts';
import type { DataFault } from './data-faults.ts';
import type { Frequency, Step } from './fault-case.ts';
import type { Setup } from './setups.ts';

const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];
export const modesWithRename: readonly PublishMode[] = ['atomic', 'staged'];
const verifications: readonly Verification[] = ['size', 'checksum', 'none'];

/** The settings that a group of cases runs with. */
export interface Settings {
  readonly publish: readonly PublishMode[];
  readonly verify: readonly Verification[];
  /** `each`: every case with every publish mode. `rotate`: one publish mode per case. Verifications always rotate. */
  readonly modes: 'each' | 'rotate';
}

/** Cases that share faults and settings. */
export interface Group {
  readonly setup: Setup;
  readonly steps: readonly Step[];
  readonly faults: readonly (ControlFault | DataFault)[];
  readonly frequencies: readonly Frequency[];
  readonly settings: Settings;
}

export const eachMode: Settings = { publish: publishModes, verify: verifications, modes: 'each' };
export const rotatingModes: Settings = { ...eachMode, modes: 'rotate' };
export const eachModeWithRename: Settings = { ...eachMode, publish: modesWithRename };
export const rotatingModesWithRename: Settings = { ...eachModeWithRename, modes: 'rotate' };

/** Faults that have groups of their own. */
const special: ReadonlySet<ControlFault> = new Set(['none', 'swallowed', 'cancel-silence']);
export const commonFaults = controlFaults.filter((fault) => !special.has(fault));
export const onceAndAlways: readonly Frequency[] = ['once', 'always'];
export const once: readonly Frequency[] = ['once'];
