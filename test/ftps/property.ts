import fc from 'fast-check';

/** A claim about every input, to be run with as many inputs as wanted. */
export interface Property {
  readonly title: string;
  readonly property: fc.IProperty<unknown[]>;
}

/** Describes a property: what holds, for which inputs, and the check of one input. */
export function property<Inputs extends [unknown, ...unknown[]]>(
  title: string,
  inputs: { readonly [K in keyof Inputs]: fc.Arbitrary<Inputs[K]> },
  check: (...values: Inputs) => void,
): Property {
  return { title, property: fc.property<Inputs>(...inputs, check) };
}

/** Runs a property; throws with the seed and the smallest failing input when it does not hold. */
export function check({ property: claim }: Property, numRuns: number, seed?: number): void {
  fc.assert(claim, { numRuns, ...(seed === undefined ? {} : { seed }) });
}

/** Runs for each property in the tests; `PROPERTY_RUNS` and `PROPERTY_SEED` set others. */
export const runs = Number(process.env['PROPERTY_RUNS'] ?? 500);

/** The seed to begin from: the one that a failure has named, else a new one each time. */
export const seed =
  process.env['PROPERTY_SEED'] === undefined ? undefined : Number(process.env['PROPERTY_SEED']);
