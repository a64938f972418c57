import { stripVTControlCharacters, styleText } from 'node:util';

/**
 * Shows what the action prints as the page of a job shows it: groups indented below their titles, annotations in
 * colour, masked values as `***`, workflow commands never.
 */
export class RunnerLog {
  readonly #print: (line: string) => void;
  readonly #showsDebug: boolean;
  readonly #masked = new Set<string>();
  #isInGroup = false;

  constructor(print: (line: string) => void, options: { readonly debug: boolean }) {
    this.#print = print;
    this.#showsDebug = options.debug;
  }

  /** Never shows this text again, as a runner does with secrets. */
  mask(text: string): void {
    if (text !== '') this.#masked.add(text);
  }

  /** Shows one line of the action's output. */
  line(line: string): void {
    const [, command, , value = ''] = /^::([\w-]+)( [^:]*)?::(.*)$/.exec(line) ?? [];
    const text = command === undefined ? line : unescape(value);
    switch (command) {
      case undefined:
        this.#show(text);
        break;
      case 'group':
        this.#isInGroup = false;
        this.#show(`▼ ${text}`, 'bold');
        this.#isInGroup = true;
        break;
      case 'endgroup':
        this.#isInGroup = false;
        break;
      case 'error':
        this.#show(`Error: ${text}`, 'red');
        break;
      case 'warning':
        this.#show(`Warning: ${text}`, 'yellow');
        break;
      case 'notice':
        this.#show(`Notice: ${text}`, 'cyan');
        break;
      case 'debug':
        if (this.#showsDebug) this.#show(text, 'dim');
        break;
      case 'add-mask':
        this.mask(text);
        break;
      default:
        break;
    }
  }

  #show(text: string, style?: Parameters<typeof styleText>[0]): void {
    let shown = stripVTControlCharacters(text);
    for (const secret of this.#masked) shown = shown.replaceAll(secret, '***');
    for (const line of shown.split('\n')) {
      const styled = style === undefined ? line : styleText(style, line);
      this.#print(this.#isInGroup ? `    ${styled}` : styled);
    }
  }
}

/** A command's text: the runner's escapes undone. */
function unescape(value: string): string {
  return value
    .replace(/%0D%0A|%0A/gi, '\n')
    .replace(/%0D/gi, '')
    .replace(/%25/g, '%');
}
