import type { Reply } from './control/reply.ts';

/** The capabilities that a server announces in its reply to FEAT (RFC 2389 section 3). */
export class Features {
  readonly #parameters: ReadonlyMap<string, string>;

  private constructor(parameters: ReadonlyMap<string, string>) {
    this.#parameters = parameters;
  }

  /** The capabilities of a server without FEAT. */
  static readonly none = new Features(new Map());

  /** Parses a 211 reply to FEAT: one feature per line, its parameters after a space. */
  static parse(reply: Reply): Features {
    const entries = reply.lines.slice(1, -1).map((line) => {
      const [, name = '', parameters = ''] = /^\s*(\S+)\s*(.*)$/s.exec(line) ?? [];
      return [name.toUpperCase(), parameters] as const;
    });
    return new Features(new Map(entries));
  }

  /** Whether the server announces a feature, with or without parameters. */
  has(name: string): boolean {
    return this.#parameters.has(name);
  }

  /** The parameters of a feature; undefined when the server doesn't announce it. */
  parameters(name: string): string | undefined {
    return this.#parameters.get(name);
  }

  /** Whether an interrupted upload can be resumed: REST in stream mode and SIZE (RFC 3659 sections 4 and 5). */
  get canResume(): boolean {
    return this.has('SIZE') && /\bSTREAM\b/i.test(this.parameters('REST') ?? '');
  }
}
