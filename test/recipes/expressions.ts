/** Values of secrets, variables, matrix values and outputs by full name, such as `secrets.TOKEN`. */
export type Expressions = Readonly<Record<string, string>>;

/**
 * Evaluates expressions in a workflow, as the runner does. Supports names only.
 *
 * @throws Error if an expression isn't a name with a value.
 */
export function evaluate(text: string, expressions: Expressions): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (expression, inner: string) => {
    const value = expressions[inner.trim()];
    if (value === undefined) throw new Error(`The test has no value for ${expression}.`);
    return value;
  });
}
