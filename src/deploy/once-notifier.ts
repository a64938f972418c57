import type { Severity } from './observer.ts';

/** Reports notices about the whole run, each of them once. */
export class OnceNotifier {
  readonly #notify: (text: string, severity?: Severity) => void;
  readonly #notified = new Set<string>();

  constructor(notify: (text: string, severity?: Severity) => void) {
    this.#notify = notify;
  }

  once(text: string, severity?: Severity): void {
    if (this.#notified.has(text)) return;
    this.#notified.add(text);
    this.#notify(text, severity);
  }
}
