import type { Reply } from './control/reply.ts';

/** What a server says that it can do beyond RFC 959 (FEAT, RFC 2389 section 3). */
export class Features {
  readonly #parameters: ReadonlyMap<string, string>;

  private constructor(parameters: ReadonlyMap<string, string>) {
    this.#parameters = parameters;
  }

  /** A server that does not know FEAT. */
  static readonly none = new Features(new Map());

  /** Reads a 211 reply to FEAT: one feature a line, its parameters behind a space. */
  static parse(reply: Reply): Features {
    const entries = reply.lines.slice(1, -1).map((line) => {
      const [, name = '', parameters = ''] = /^\s*(\S+)\s*(.*)$/s.exec(line) ?? [];
      return [name.toUpperCase(), parameters] as const;
    });
    return new Features(new Map(entries));
  }

  /** Whether the feature is named, whatever its parameters. */
  has(name: string): boolean {
    return this.#parameters.has(name);
  }

  /** The parameters of a feature; undefined when it is not named. */
  parameters(name: string): string | undefined {
    return this.#parameters.get(name);
  }

  /** Whether a broken upload can be resumed: REST in stream mode and SIZE (RFC 3659 sections 4 and 5). */
  get canResume(): boolean {
    return this.has('SIZE') && /\bSTREAM\b/i.test(this.parameters('REST') ?? '');
  }
}
