import * as core from '@actions/core';

import { sanitize } from '../../sanitize.ts';
import { ByteBudget } from '../byte-budget.ts';
import type { Redactor } from './redactor.ts';

/** A server that sends much must not fill the disk of the runner. */
const debugBytes = 5 * 1024 * 1024;

/**
 * The job log. Each line of a text remains plain text: the runner executes `::command::` at the start of a line and
 * `##[command]` anywhere in it, and file names and server text must not be able to contain either.
 */
export class Log {
  readonly #redactor: Redactor;
  readonly #debugBudget = new ByteBudget(debugBytes);
  /** A preflight and the dry run after it find out the same. */
  readonly #annotations = new Set<string>();
  #omitsDebug = false;
  #isGroupOpen = false;

  /** @param redactor - Removes secrets from every line. */
  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  info(text: string): void {
    core.info(this.#safe(text));
  }

  /** Adds an annotation, once. Ends a group, because it would hide the text. */
  notice(text: string): void {
    if (!this.#isNew('notice', text)) return;
    this.endGroup();
    core.notice(this.#safe(text));
  }

  /** Adds an annotation, once. Ends a group, because it would hide the text. */
  warning(text: string): void {
    if (!this.#isNew('warning', text)) return;
    this.endGroup();
    core.warning(this.#safe(text));
  }

  /** Adds the only error annotation of a run and sets the exit code. */
  failed(title: string, text: string): void {
    this.endGroup();
    core.error(this.#safe(text), { title: this.#safe(title) });
    process.exitCode = core.ExitCode.Failure;
  }

  /** Logged only when debug logging is enabled, up to a limit. */
  debug(text: string): void {
    if (!core.isDebug() || this.#omitsDebug) return;
    const line = this.#safe(text);
    // With what the runner reads around it, which is most of a short line.
    this.#omitsDebug = !this.#debugBudget.tryAdd(`::debug::${line}\n`);
    core.debug(this.#omitsDebug ? debugOmitted : line);
  }

  /** Starts a group and ends the previous one. */
  group(title: string): void {
    this.endGroup();
    core.startGroup(this.#safe(title));
    this.#isGroupOpen = true;
  }

  endGroup(): void {
    if (this.#isGroupOpen) core.endGroup();
    this.#isGroupOpen = false;
  }

  #isNew(level: string, text: string): boolean {
    const annotation = `${level} ${text}`;
    const isNew = !this.#annotations.has(annotation);
    this.#annotations.add(annotation);
    return isNew;
  }

  #safe(text: string): string {
    return withoutCommands(withoutControls(this.#redactor.secret(text)));
  }
}

const debugOmitted =
  'Further debug lines are omitted. The transcript (output "transcript") also has the end of the dialogue.';

// Most texts are sanitized already, but not a system error's message, which contains a file's name.
function withoutControls(text: string): string {
  return text
    .split('\n')
    .map((line) => sanitize(line, line.length))
    .join('\n');
}

/** Breaks what the runner would execute as a command. */
export function withoutCommands(text: string): string {
  return text.replaceAll('##[', '# #[').replace(/^(\s*):(?=:)/gm, '$1: ');
}
