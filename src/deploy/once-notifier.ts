/** Reports notices about the whole run, each of them once. */
export class OnceNotifier {
  readonly #notify: (text: string) => void;
  readonly #notified = new Set<string>();

  constructor(notify: (text: string) => void) {
    this.#notify = notify;
  }

  once(text: string): void {
    if (this.#notified.has(text)) return;
    this.#notified.add(text);
    this.#notify(text);
  }
}
