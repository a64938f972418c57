import type { CommandReply } from './batch.ts';
import { executeAll } from './batch.ts';
import type { Command } from './command.ts';
import { command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import { Features } from '../features.ts';
import { parsePathname } from './pathname.ts';
import type { Reply } from './reply.ts';
import { isCompletion, isIntermediate, replyCode } from './reply.ts';
import type { PipeliningPolicy } from './pipelining.ts';

/** What is known of a session once it has been set up. */
export interface SessionSetup {
  readonly features: Features;
  /** The directory that the login led to; undefined when the server does not say. */
  readonly loginDirectory: string | undefined;
}

const protection = [command('PBSZ', '0'), command('PROT', 'P')];
const features = command('FEAT');
const imageType = command('TYPE', 'I');
const pathname = command('PWD');
// The defaults, so a refusal changes nothing.
const structure = [command('STRU', 'F'), command('MODE', 'S')];
// Names go out as UTF-8 in any case (RFC 2640); a refusal changes nothing.
const utf8 = command('OPTS', 'UTF8 ON');

/**
 * Logs in and sets the session up for binary uploads with protected data connections (RFC 959 section 5.4,
 * RFC 4217 section 9): USER, PASS, PBSZ 0, PROT P, TYPE I, STRU F, MODE S.
 *
 * @param how.isProtected - Whether the session has TLS, so that its data connections must have it too.
 * @param how.policy - Says whether what follows the login may go out in one write.
 * @throws {@link ReplyError} when the login, PBSZ, PROT or TYPE is refused.
 */
export async function setUpSession(
  control: ControlConnection,
  credentials: { readonly username: string; readonly password: string },
  how: { readonly isProtected: boolean; readonly policy: PipeliningPolicy },
): Promise<SessionSetup> {
  await authenticate(control, credentials);
  const ask = (commands: readonly Command[]) =>
    executeAll(control, commands, how.policy, refuseWithout);
  const first = await ask(how.isProtected ? [...protection, features] : [features]);
  const offered = featuresOf(replyTo(features, first));
  const names = offered.has('UTF8') || offered.has('UTF-8') ? [utf8] : [];
  const second = await ask([...names, imageType, ...structure, pathname]);
  return { features: offered, loginDirectory: directoryOf(replyTo(pathname, second)) };
}

function refuseWithout({ command: required, reply }: CommandReply): void {
  const isRequired = required === imageType || protection.includes(required);
  if (isRequired && !isCompletion(reply)) throw new ReplyError(required, reply);
}

async function authenticate(
  control: ControlConnection,
  credentials: { readonly username: string; readonly password: string },
): Promise<void> {
  const user = command('USER', credentials.username);
  const answer = await control.execute(user);
  if (answer.code === replyCode.loggedIn) return;
  if (!isIntermediate(answer)) throw new ReplyError(user, answer);
  control.redact(credentials.password);
  await control.expectCompletion(command('PASS', credentials.password));
}

function replyTo({ verb }: Command, answers: readonly CommandReply[]): Reply {
  const answer = answers.find(({ command: asked }) => asked.verb === verb);
  if (answer === undefined) throw new Error(`${verb} was not sent.`);
  return answer.reply;
}

function featuresOf(reply: Reply): Features {
  return isCompletion(reply) ? Features.parse(reply) : Features.none;
}

function directoryOf(reply: Reply): string | undefined {
  return reply.code === replyCode.pathname ? parsePathname(reply) : undefined;
}
