import type { ReplyError } from '../../ftps/index.ts';

/** A cause that the text of a reply mentions. Texts vary by server and language, so a hint never replaces an advice. */
interface Hint {
  readonly text: RegExp;
  readonly hint: string;
}

const loginHints: readonly Hint[] = [
  {
    text: /too many|maximum|\blimit|already connected/i,
    hint: 'The reply mentions a limit: if it is the connection limit, avoid parallel deployments with "concurrency:", and re-run the job later.',
  },
  {
    text: /\bhome\b|\bdirectory\b|chroot|\bOOPS\b/i,
    hint: "The reply mentions a directory: if it is the account's home directory, the password is correct, and your host must correct the server's configuration.",
  },
];

const fileHints: readonly Hint[] = [
  {
    text: /quota|\bspace\b|disk full|\bexceeded\b|too large/i,
    hint: 'The reply mentions space: delete files on the server, or increase the quota.',
  },
  {
    text: /being used|in use|\blocked\b|sharing violation/i,
    hint: 'The reply says that a program is using the file: stop the app before this step (for example an IIS or Azure site), and start it again afterwards.',
  },
];

/** Sentences about the causes that the reply to a login mentions, with a space in front. */
export function loginHint(error: ReplyError): string {
  return hintsIn(error, loginHints);
}

/** Sentences about the causes that the reply to a command on a file mentions, with a space in front. */
export function fileHint(error: ReplyError): string {
  return hintsIn(error, fileHints);
}

function hintsIn({ reply }: ReplyError, hints: readonly Hint[]): string {
  const text = reply.lines.join(' ');
  return hints
    .filter((one) => one.text.test(text))
    .map(({ hint }) => ` ${hint}`)
    .join('');
}
