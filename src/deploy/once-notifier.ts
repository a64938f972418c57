/** Tells things that hold for the whole run, each of them once. */
export class OnceNotifier {
  readonly #tell: (text: string) => void;
  readonly #told = new Set<string>();

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  once(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#tell(text);
  }
}
