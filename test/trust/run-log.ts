/** Parses a job log as the runner does. */

/** One workflow command in the log. */
export interface LogCommand {
  readonly name: string;
  /** Unescaped. */
  readonly data: string;
}

/** The parts of a job log, in order. */
export interface RunLog {
  readonly commands: readonly LogCommand[];
  /** Every other line. */
  readonly lines: readonly string[];
}

/** Parses a log. Like the runner, treats a line as a command if it starts with `::`, even after white space. */
export function parseLog(log: string): RunLog {
  const commands: LogCommand[] = [];
  const lines: string[] = [];
  for (const line of log.split(/\r\n|\r|\n/)) {
    const [, name, data] = /^\s*::([^ :]*)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
    if (name === undefined || data === undefined) lines.push(line);
    else commands.push({ name, data: unescape(data) });
  }
  return { commands, lines };
}

/** The text of the annotations. */
export function annotations(log: string) {
  const { commands } = parseLog(log);
  const of = (kind: string) => commands.filter(({ name }) => name === kind).map(({ data }) => data);
  return {
    errors: of('error'),
    warnings: of('warning'),
    notices: of('notice'),
    debug: of('debug'),
  };
}

/** The log as shown to users: unescaped, without the masks. */
export function readable(log: string): string {
  return log
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .map((line) => (line.startsWith('::') ? unescape(line) : line))
    .join('\n');
}

function unescape(data: string): string {
  return data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
