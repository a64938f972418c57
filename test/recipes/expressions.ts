/** What stands for a secret, a variable, a matrix value or a step's output, by its full name. */
export type Expressions = Readonly<Record<string, string>>;

/**
 * Replaces the expressions in a text of a workflow, as the runner would. Knows names alone, such as `secrets.TOKEN`.
 *
 * @throws Error when a name has no value here, or an expression is more than a name.
 */
export function evaluate(text: string, expressions: Expressions): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (expression, inner: string) => {
    const value = expressions[inner.trim()];
    if (value === undefined) throw new Error(`The test has no value for ${expression}.`);
    return value;
  });
}
