// What the clients write when a transfer fails, the most telling first.
const SIGNS: readonly (readonly [pattern: RegExp, word: (match: string) => string])[] = [
  [/\btls: ([a-z][a-z ]+)/i, (text) => `TLS: ${text}`],
  [/\b(?:code: |got )([45]\d\d)\b/, (code) => `reply ${code}`],
  [/\b(ECONN[A-Z]+|EPIPE|ETIMEDOUT)\b/, (code) => code],
  [/(?:: |^)([45]\d\d [A-Z][^\n]{3,40})/m, (reply) => `reply ${reply}`],
  [/\b(max-retries exceeded)/, (text) => text],
];

/** Why a client failed, in a word or two from what it has written; undefined when that tells nothing. */
export function reasonIn(output: string): string | undefined {
  for (const [pattern, word] of SIGNS) {
    const found = pattern.exec(output)?.[1];
    if (found !== undefined) return word(found);
  }
  return undefined;
}
