import * as core from '@actions/core';

import { sanitize } from '../../sanitize.ts';
import type { Redactor } from './redactor.ts';

/**
 * The job log. Whatever is written, each line stays a line of text: the runner obeys `::command::` at the start of a
 * line and `##[command]` anywhere in it, and file names and server text must not get to say either.
 */
export class Log {
  #redactor: Redactor | undefined;
  #isGroupOpen = false;

  /** From now on secrets are taken out of every line. */
  redactWith(redactor: Redactor): void {
    this.#redactor = redactor;
  }

  info(text: string): void {
    core.info(this.#safe(text));
  }

  notice(text: string): void {
    core.notice(this.#safe(text));
  }

  warning(text: string): void {
    core.warning(this.#safe(text));
  }

  /** The one error annotation of a run; sets the exit code. */
  failed(text: string): void {
    this.endGroup();
    core.setFailed(this.#safe(text));
  }

  /** Only where the runner was asked for debug output. */
  debug(text: string): void {
    if (core.isDebug()) core.debug(this.#safe(text));
  }

  /** Begins a group, ending the one before it. */
  group(title: string): void {
    this.endGroup();
    core.startGroup(this.#safe(title));
    this.#isGroupOpen = true;
  }

  endGroup(): void {
    if (this.#isGroupOpen) core.endGroup();
    this.#isGroupOpen = false;
  }

  #safe(text: string): string {
    return withoutCommands(withoutControls(this.#redactor?.secret(text) ?? text));
  }
}

// Most texts have come through `printable`; a message of the system about a file's name has not.
function withoutControls(text: string): string {
  return text
    .split('\n')
    .map((line) => sanitize(line, line.length))
    .join('\n');
}

/** Breaks what the runner would take for a command. */
export function withoutCommands(text: string): string {
  return text.replaceAll('##[', '# #[').replace(/^(\s*):(?=:)/gm, '$1: ');
}
