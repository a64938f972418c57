import { command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { CommandReply } from './exchange.ts';
import { Exchange } from './exchange.ts';
import { Features } from '../features.ts';
import type { Pipelining } from './pipelining.ts';
import type { Reply } from './reply.ts';
import { isCompletion, isIntermediate, replyCode } from './reply.ts';

/** What is known about a session after the login. */
export interface SessionSetup {
  readonly features: Features;
  /** The working directory after login; undefined when the server doesn't report it. */
  readonly loginDirectory: string | undefined;
}

/** User name and password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const protection = [command('PBSZ', '0'), command('PROT', 'P')];
const imageType = command('TYPE', 'I');
// The defaults, so a refusal changes nothing.
const structure = [command('STRU', 'F'), command('MODE', 'S')];
// Paths are sent as UTF-8 in any case (RFC 2640), so a refusal changes nothing.
const utf8 = command('OPTS', 'UTF8 ON');

/**
 * Logs in and prepares the session for binary transfers on protected data connections (RFC 959 section 5.4, RFC 4217
 * section 9): USER, PASS, PBSZ 0, PROT P, TYPE I, STRU F, MODE S.
 *
 * @param session.isProtected - Whether the control connection uses TLS, so that data connections must use it too.
 * @throws {@link ReplyError} when the login, PBSZ, PROT or TYPE is rejected.
 */
export async function setUpSession(
  session: {
    readonly control: ControlConnection;
    readonly pipelining: Pipelining;
    readonly isProtected: boolean;
  },
  credentials: Credentials,
): Promise<SessionSetup> {
  const { control, pipelining, isProtected } = session;
  await authenticate(control, credentials);
  const feat = new Exchange(command('FEAT'));
  const protect = (isProtected ? protection : []).map((one) => new Exchange(one));
  await pipelining.executeAll([...protect, feat], checkRequired);
  const features = featuresOf(await feat.final);
  const hasUtf8 = features.has('UTF8') || features.has('UTF-8');
  const pwd = new Exchange(command('PWD'));
  const settings = [...(hasUtf8 ? [utf8] : []), imageType, ...structure];
  await pipelining.executeAll([...settings.map((one) => new Exchange(one)), pwd], checkRequired);
  return { features, loginDirectory: directoryOf(await pwd.final) };
}

function checkRequired({ command: sent, reply }: CommandReply): void {
  const isRequired = sent === imageType || protection.includes(sent);
  if (isRequired && !isCompletion(reply)) throw new ReplyError(sent, reply);
}

async function authenticate(control: ControlConnection, credentials: Credentials): Promise<void> {
  const user = command('USER', credentials.username);
  const reply = await control.execute(user);
  if (reply.code === replyCode.loggedIn) return;
  if (!isIntermediate(reply)) throw new ReplyError(user, reply);
  control.redact(credentials.password);
  await control.expectCompletion(command('PASS', credentials.password));
}

function featuresOf(reply: Reply): Features {
  return isCompletion(reply) ? Features.parse(reply) : Features.none;
}

function directoryOf(reply: Reply): string | undefined {
  return reply.code === replyCode.pathname ? parsePathname(reply) : undefined;
}

/**
 * Reads the path from a 257 reply: in quotation marks, which are doubled inside the path (RFC 959 appendix II).
 *
 * @returns undefined when the reply contains none.
 */
export function parsePathname(reply: Reply): string | undefined {
  const quoted = /"((?:[^"]|"")*)"/.exec(reply.lines[0] ?? '')?.[1];
  return quoted === undefined || quoted === '' ? undefined : quoted.replaceAll('""', '"');
}
