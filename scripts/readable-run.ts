/** Shows a run of the action in a terminal, similar to GitHub. */
import { styleText } from 'node:util';

/** Prints a line of the log without workflow commands; debug lines only if they are wanted. */
export function printLogLine(line: string, withDebug: boolean): void {
  const [, command = '', text = line] = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
  if (command === 'debug' && !withDebug) return;
  if (['endgroup', 'add-mask', 'stop-commands'].includes(command)) return;
  const decoded = text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
  const style = ({ group: 'bold', error: 'red', warning: 'yellow' } as const)[command];
  console.log(style === undefined ? decoded : styleText(style, decoded));
}

/** Prints a heading between the parts of a run. */
export function printHeading(text: string): void {
  console.log(`\n${styleText(['bold', 'cyan'], text)}\n`);
}

const blocks = 'blockquote|br|details|div|h\\d|hr|li|ol|p|pre|summary|table|tr|ul';

/** The text of a job summary, which is HTML and Markdown: one line per row of a table. */
export function summaryText(html: string): string {
  return html
    .replace(/<\/t[hd]>/g, '  ')
    .replaceAll(new RegExp(`</?(?:${blocks})\\b[^>]*>`, 'g'), '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/\s*\n\s*/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&')
    .trim();
}
