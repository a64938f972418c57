/** One line of a script: what the server does or what it waits for. */
export type Step =
  | { readonly kind: 'say'; readonly text: string; readonly bytes: Buffer }
  | { readonly kind: 'expect'; readonly text: string }
  | { readonly kind: 'send'; readonly text: string; readonly bytes: Buffer }
  | {
      readonly kind: 'data';
      readonly text: string;
      readonly sizeBytes: number;
      /** Only the number of bytes matters. */
      readonly counted: boolean;
    }
  | { readonly kind: 'action'; readonly text: string; readonly action: ServerAction }
  | { readonly kind: 'outcome'; readonly text: string; readonly outcome: Outcome };

const serverActions = [
  'close',
  'reset',
  'silence',
  'secure-data',
  'close-data',
  'cut-data',
  'reset-data',
] as const;
const outcomes = ['tls', 'client-ended', 'handshake-failed', 'data-handshake-failed'] as const;

/** What the server does apart from sending replies and data. */
export type ServerAction = (typeof serverActions)[number];

/** What must happen to a connection apart from lines and data. */
export type Outcome = (typeof outcomes)[number];

/** Whether the steps after this one belong to another control connection. */
export function endsConnection(step: Step): boolean {
  return /^! (close|reset|client-ended|handshake-failed)$/.test(step.text);
}

/**
 * Parses a script of `S:`, `S-raw:`, `C:`, `D:`, `L:` and `!` lines with any indentation. The escapes `\t`, `\r`, `\n`,
 * `\\` and `\xNN` (a byte) work everywhere.
 *
 * @throws Error that quotes the first line in another notation.
 */
export function parseTranscript(script: string): readonly Step[] {
  return script
    .split('\n')
    .map((line) => line.trimStart())
    .filter((line) => line !== '')
    .map(parseLine);
}

function parseLine(line: string): Step {
  const name = /^! (\S+)\s*$/.exec(line)?.[1] ?? '';
  const action = serverActions.find((one) => one === name);
  if (action !== undefined) return { kind: 'action', text: `! ${action}`, action };
  const outcome = outcomes.find((one) => one === name);
  if (outcome !== undefined) return { kind: 'outcome', text: `! ${outcome}`, outcome };
  const [, mark, content = ''] = /^(S|S-raw|C|D|L):(?: (.*))?$/.exec(line) ?? [];
  const bytes = unescape(content);
  const count = /^\{(\d+) bytes\}$/.exec(content)?.[1];
  switch (mark) {
    case 'S':
      return { kind: 'say', text: formatLine(mark, bytes), bytes: Buffer.concat([bytes, crlf]) };
    case 'S-raw':
      return { kind: 'say', text: formatLine(mark, bytes), bytes };
    case 'C':
      return { kind: 'expect', text: formatLine(mark, bytes) };
    case 'D': {
      return count === undefined
        ? { kind: 'data', text: formatLine(mark, bytes), sizeBytes: bytes.length, counted: false }
        : { kind: 'data', text: countedData(count), sizeBytes: Number(count), counted: true };
    }
    case 'L':
      return count === undefined
        ? { kind: 'send', text: formatLine(mark, bytes), bytes }
        : { kind: 'send', text: line, bytes: Buffer.alloc(Number(count), '.\n') };
    case undefined:
    default:
      throw new Error(`Not a line of a transcript: ${line}`);
  }
}

const crlf = Buffer.from('\r\n');

/** Formats bytes as a line of a transcript and escapes unprintable characters. */
export function formatLine(mark: 'S' | 'S-raw' | 'C' | 'D' | 'L', bytes: Buffer): string {
  return bytes.length === 0 ? `${mark}:` : `${mark}: ${escape(bytes)}`;
}

/** Formats data of which only the size matters. */
export function countedData(sizeBytes: number | string): string {
  return `D: {${sizeBytes} bytes}`;
}

const named = new Map([
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['\n', '\\n'],
  ['\\', '\\\\'],
]);

function escape(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8');
  const isText = Buffer.from(utf8).equals(bytes);
  const unreadable = isText ? /[\0-\x1f\x7f\\]/g : /[^ -~]|\\/g;
  return (isText ? utf8 : bytes.toString('latin1')).replace(
    unreadable,
    (one) => named.get(one) ?? `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function unescape(text: string): Buffer {
  const parts = text.split(/(\\x[0-9a-f]{2}|\\[trn\\])/i);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 ? character(part) : Buffer.from(part))),
  );
}

function character(sequence: string): Buffer {
  if (/^\\x/i.test(sequence)) return Buffer.from(sequence.slice(2), 'hex');
  const found = [...named].find(([, escaped]) => escaped === sequence.toLowerCase());
  return Buffer.from(found?.[0] ?? sequence);
}
