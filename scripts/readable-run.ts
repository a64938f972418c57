/** Shows a run of the action in a terminal, similar to GitHub. */
import { styleText } from 'node:util';
import { type ActionRun, type ActionRunOptions, runAction } from '../test/support/action.ts';

/**
 * Runs the action, and prints its log, its outputs and its job summary; with `--debug` on the command line also every
 * command and reply.
 */
export async function showRun(options: Omit<ActionRunOptions, 'onLine'>): Promise<ActionRun> {
  const withDebug = process.argv.includes('--debug');
  printHeading('Job log');
  const run = await runAction({
    ...options,
    env: { ...options.env, ...(withDebug && { RUNNER_DEBUG: '1' }) },
    onLine: (line) => {
      printLogLine(line, withDebug);
    },
  });
  printHeading('Outputs');
  for (const [name, value] of Object.entries(run.outputs)) console.log(`${name}: ${value}`);
  printHeading('Job summary');
  console.log(summaryText(run.summary));
  return run;
}

/** Prints a heading between the parts of a run. */
export function printHeading(text: string): void {
  console.log(`\n${styleText(['bold', 'cyan'], text)}\n`);
}

/** Prints a line of the log without workflow commands. */
function printLogLine(line: string, withDebug: boolean): void {
  const [, command = '', text = line] = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
  if (command === 'debug' && !withDebug) return;
  if (['endgroup', 'add-mask', 'stop-commands'].includes(command)) return;
  const decoded = text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
  const style = ({ group: 'bold', error: 'red', warning: 'yellow' } as const)[command];
  console.log(style === undefined ? decoded : styleText(style, decoded));
}

/** The text of a job summary, which is HTML and Markdown: one line per row of a table. */
function summaryText(html: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return html
    .replace(/<\/t[hd]>/g, '  ')
    .replace(/<\/?(code|strong|a|img|sub|td|th|wbr)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, '\n')
    .replace(/\s*\n\s*/g, '\n')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&(\w+);/g, (_, name: string) => entities[name] ?? ' ')
    .trim();
}
