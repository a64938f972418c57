import type { PublishMode } from '../../../src/deploy/index.ts';
import type { Crash, CrashCases, CrashKind, FollowUp } from './crash-case.ts';
import { followUps, isAtCommand, isKilled } from './crash-case.ts';
import { CrashScript } from './crash-script.ts';
import { CrashSites } from './crash-site.ts';
import type { VariantName } from './variants.ts';
import { variantOf, variants } from './variants.ts';

const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];

/** Kinds of interruptions with the distance between their positions. */
type Strides = Partial<Record<CrashKind, number>>;

const everyStep: Strides = {
  ...{ kill: 1, 'cut-before': 2, 'cut-after': 1, overtaken: 3, 'overtaken-twice': 3 },
  ...{ 'kill-begin': 1, 'kill-head': 1, 'kill-middle': 1, 'cut-begin': 1, 'cut-head': 1 },
  ...{ 'cut-middle': 1, broken: 1, short: 1, full: 1 },
};

/** Several connections send their commands in another order each time. */
const manySteps: Strides = {
  ...{ kill: 5, 'cut-before': 7, 'cut-after': 5, overtaken: 29, 'overtaken-twice': 29 },
  ...{ 'kill-middle': 2, 'cut-begin': 2, 'cut-middle': 2, broken: 3, short: 3, full: 3 },
};

const someSteps: Strides = {
  ...{ kill: 13, 'cut-after': 23, overtaken: 43, 'kill-middle': 4, short: 7, full: 5 },
};

/**
 * All cases, always in the same order. Runs each deployment once to count its steps.
 *
 * @param isWanted - Whether the cases of a variant are wanted, by the beginning of their ids.
 */
export async function crashCases(
  isWanted: (prefix: string) => boolean = () => true,
): Promise<readonly CrashCases[]> {
  await using sites = new CrashSites();
  const all = (Object.keys(variants) as VariantName[]).flatMap((variant) =>
    publishModes.map((publish) => ({ publish, variant })),
  );
  const groups = all
    .map((group, turn) => ({ ...group, turn }))
    .filter(({ publish, variant }) => isWanted(`sync/${publish}/${variant}/`));
  const expanded = groups.map(async (group) => expand(group, await countSteps(sites, group)));
  return (await Promise.all(expanded)).flat();
}

interface Group {
  readonly publish: PublishMode;
  readonly variant: VariantName;
}

interface Steps {
  readonly commands: number;
  readonly uploads: number;
}

/** @param group - Its `turn` is its number among all groups: each begins at another position. */
function expand(
  { turn, ...group }: Group & { readonly turn: number },
  { commands, uploads }: Steps,
): CrashCases[] {
  const strides = stridesOf(group.variant);
  const cases: CrashCases[] = [];
  for (const [kind, stride] of Object.entries(strides) as [CrashKind, number][]) {
    // Without SIZE, a client can't notice what the server loses.
    if (kind === 'short' && variantOf(group.variant).savesUploads === false) continue;
    const last = isAtCommand(kind) ? commands : uploads;
    for (let position = 1 + ((turn * 5) % stride); position <= last; position += stride) {
      cases.push(casesOf({ ...group, kind, position }, cases.length));
    }
  }
  return cases;
}

function stridesOf(variant: VariantName): Strides {
  if (variant === 'plain') return everyStep;
  return variant === 'connections' ? manySteps : someSteps;
}

/** On the plain server, each tree follows every kill; elsewhere, one of them does. */
function casesOf(crash: Crash, turn: number): CrashCases {
  if (crash.variant === 'plain' && isKilled(crash.kind)) return { crash, next: followUps };
  const next: FollowUp = followUps[turn % followUps.length] ?? 'same';
  return { crash, next: [next] };
}

async function countSteps(sites: CrashSites, { publish, variant }: Group): Promise<Steps> {
  await using remote = await sites.deployed(publish, variant);
  const script = new CrashScript();
  const server = script.options(variantOf(variant).server?.(remote.root.path) ?? {});
  await sites.deploy(remote, { publish, variant }, { tree: 'after', server });
  return { commands: script.commands, uploads: script.uploads };
}
