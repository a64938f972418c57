/** What replies to commands on files mean. */
import type {
  Command,
  CommandReply,
  FtpsClient,
  ListingEntry,
  SizeAnswer,
} from '../../ftps/index.ts';
import { replyCode, ReplyError } from '../../ftps/index.ts';
import type { FileStatus, Refusal } from './remote-files.ts';

export function exactSizes(entries: readonly ListingEntry[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { name, isFile, sizeBytes } of entries) {
    if (isFile && sizeBytes !== undefined) sizes.set(name, sizeBytes);
  }
  return sizes;
}

/** SIZE and MDTM of files; {@link statusesIn} reads the replies. */
export function statusCommands(client: FtpsClient, paths: readonly string[]): Command[] {
  const sizes = paths.map((path) => client.files.sizeCommand(path));
  return [...sizes, ...paths.map((path) => client.files.modifiedCommand(path))];
}

export function statusesIn(client: FtpsClient, answers: readonly CommandReply[]): FileStatus[] {
  const count = answers.length / 2;
  return answers.slice(0, count).map((answer, index) => ({
    size: sizeIn(client, answer),
    modifiedMs: modifiedIn(client, answerAt(answers, count + index)),
  }));
}

/** The size in a reply to SIZE; `unknown` if the number may mean something else. */
export function sizeIn(client: FtpsClient, answer: CommandReply): FileStatus['size'] {
  const size = valueOf(() => client.files.parseSize(answer));
  if (size instanceof ReplyError) return 'missing';
  return size?.isPlain === true ? size.bytes : 'unknown';
}

export function sizeOf(answer: SizeAnswer): FileStatus['size'] {
  if (answer instanceof ReplyError) return 'missing';
  return answer ?? 'unknown';
}

/** The modification time in a reply to MDTM; undefined when the server refuses it permanently. */
export function modifiedIn(client: FtpsClient, answer: CommandReply): number | undefined {
  const modified = valueOf(() => client.files.parseModified(answer));
  return modified instanceof ReplyError ? undefined : modified;
}

/** Whether an upload has failed after the server had accepted it, so that the file may have changed. */
export function hasBegun(error: Error): boolean {
  return error instanceof ReplyError && error.stage !== undefined && error.stage !== 'refused';
}

/** Whether the server has refused APPE as such, and nothing was changed. */
export function refusesAppending(error: ReplyError): boolean {
  return error.verb === 'APPE' && error.reply.code === replyCode.localError && !hasBegun(error);
}

/** A value, or the permanent refusal that reading it throws. */
export function valueOf<T>(read: () => T): T | ReplyError {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReplyError && !error.isTransient) return error;
    throw error;
  }
}

/** The refusal for the caller; throws one that is transient. */
export function permanent(error: ReplyError | undefined): Refusal | undefined {
  if (error === undefined) return undefined;
  if (error.isTransient) throw error;
  return { kind: 'refused', error };
}

export function answerAt(answers: readonly CommandReply[], index: number): CommandReply {
  const answer = answers[index];
  if (answer === undefined) throw new Error('A command has no reply.');
  return answer;
}
