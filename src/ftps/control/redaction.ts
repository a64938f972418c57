/** Replaces secrets in a text of the server: it may echo what it receives. */
export type Redact = (text: string) => string;

/** Replaces each of the secrets. */
export function redactionOf(secrets: readonly string[]): Redact {
  return (text) =>
    secrets.filter(Boolean).reduce((shown, one) => shown.replaceAll(one, '***'), text);
}
