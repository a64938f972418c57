/** A part of an interleaving: a process, and how many commands it may send before the next one continues. */
export interface Segment {
  readonly id: string;
  readonly commands: number;
}

/** Lets processes send their commands in a given order. */
export class Scheduler {
  readonly #segments: { id: string; commands: number }[];
  /** By process: it may send several commands at the same time, over several connections. */
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #finished = new Set<string>();

  constructor(segments: readonly Segment[]) {
    this.#segments = segments.map((segment) => ({ ...segment }));
  }

  /** Waits until a process may send its next command. */
  readonly turn = async (id: string): Promise<void> => {
    await new Promise<void>((resolve) => {
      const waiting = this.#waiting.get(id) ?? [];
      this.#waiting.set(id, [...waiting, resolve]);
      this.#advance();
    });
  };

  finish(id: string): void {
    this.#finished.add(id);
    this.#advance();
  }

  #advance(): void {
    const [segment] = this.#segments;
    if (segment === undefined) {
      const waiting = [...this.#waiting.values()].flat();
      this.#waiting.clear();
      for (const resolve of waiting) resolve();
      return;
    }
    if (this.#finished.has(segment.id) || segment.commands === 0) {
      this.#segments.shift();
      this.#advance();
      return;
    }
    const resolve = this.#waiting.get(segment.id)?.shift();
    if (resolve === undefined) return;
    segment.commands -= 1;
    resolve();
    this.#advance();
  }
}
