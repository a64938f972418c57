import fc from 'fast-check';

/** A property of a function that must hold for every input. */
export interface Property {
  readonly title: string;
  readonly property: fc.IProperty<unknown[]>;
}

/** Describes a property: its title, its inputs, and the check of one input. */
export function property<Inputs extends [unknown, ...unknown[]]>(
  title: string,
  inputs: { readonly [K in keyof Inputs]: fc.Arbitrary<Inputs[K]> },
  check: (...values: Inputs) => void,
): Property {
  return { title, property: fc.property<Inputs>(...inputs, check) };
}

/** Checks a property with random inputs; throws an error with the seed and the smallest failing input. */
export function check({ property: checked }: Property, numRuns: number, seed?: number): void {
  fc.assert(checked, { numRuns, ...(seed === undefined ? {} : { seed }) });
}

/** The number of inputs per property: `PROPERTY_RUNS` or 500. */
export const runs = Number(process.env['PROPERTY_RUNS'] ?? 500);

/** `PROPERTY_SEED`, to repeat a failure; otherwise random. */
export const seed =
  process.env['PROPERTY_SEED'] === undefined ? undefined : Number(process.env['PROPERTY_SEED']);
