import type { AdviceContext } from './advice-context.ts';

/** A sentence about what an interrupted upload leaves on the server, with a space in front; empty if nothing is left. */
export function partialFileNote({ publish, remotePath }: AdviceContext): string {
  if (remotePath === undefined || publish !== 'direct') return '';
  return ' A partial file may be left on the server; "publish: atomic" avoids that.';
}

/** Sentences about a name that some servers prohibit, with a space in front; empty for other names. */
export function nameNote(path: string): string {
  const segments = path.split('/');
  const notes: string[] = [];
  if (segments.some(isProhibitedOnWindows)) {
    notes.push(
      'Windows servers prohibit : ? * " < > | in names, dots and spaces at their end, and names such as CON. Rename the file.',
    );
  }
  if (segments.some((segment) => /^\.[^.]/.test(segment))) {
    notes.push(
      'Some servers prohibit names that start with a dot. Ask your host, or exclude the file with a line that starts with "!" in "files".',
    );
  }
  return notes.map((note) => ` ${note}`).join('');
}

function isProhibitedOnWindows(segment: string): boolean {
  return /[:?*"<>|]|.[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(segment);
}
