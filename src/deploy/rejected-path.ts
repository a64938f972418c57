import { replyCode, ReplyError } from '../ftps/index.ts';

/** Codes that reject a path: its syntax, its name, or access to it. */
const rejections: readonly number[] = [
  replyCode.argumentError,
  replyCode.parameterNotImplemented,
  replyCode.fileUnavailable,
  replyCode.nameNotAllowed,
];

const uploadVerbs: readonly string[] = ['STOR', 'APPE'];

/** Commands about one file that change nothing else. */
const fileVerbs: readonly string[] = [
  ...['SIZE', 'MFMT', 'MDTM', 'HASH'],
  ...['XSHA512', 'XSHA256', 'XSHA1', 'XSHA', 'XMD5', 'XCRC'],
];

/** Whether the server rejects the path of an upload. */
export function rejectsUpload(error: Error): error is ReplyError {
  if (!(error instanceof ReplyError) || error.isTransient) return false;
  return isAbout(error, uploadVerbs) && hasCode(error, rejections);
}

/** Whether an error is about the path of a command, so that other paths may be accepted. */
export function rejectsPath(error: ReplyError): boolean {
  if (isAbout(error, uploadVerbs)) return hasCode(error, [...rejections, replyCode.fileBusy]);
  // Pure-FTPd refuses every RNTO with 451.
  if (isAbout(error, ['RNTO'])) {
    return hasCode(error, [...rejections, replyCode.fileBusy, replyCode.localError]);
  }
  return isAbout(error, fileVerbs) && hasCode(error, rejections);
}

function isAbout({ verb }: ReplyError, verbs: readonly string[]): boolean {
  return verbs.includes(verb);
}

function hasCode({ reply }: ReplyError, codes: readonly number[]): boolean {
  return codes.includes(reply.code);
}
