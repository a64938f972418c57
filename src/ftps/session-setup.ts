import { command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from './errors.ts';
import { Features } from './features.ts';
import { parsePathname } from './pathname.ts';
import { isCompletion, isIntermediate, replyCode } from './reply.ts';

/** What is known of a session once it has been set up. */
export interface SessionSetup {
  readonly features: Features;
  /** The directory that the login led to; undefined when the server does not say. */
  readonly loginDirectory: string | undefined;
}

/**
 * Logs in and sets the session up for binary uploads with protected data connections (RFC 959 section 5.4,
 * RFC 4217 section 9): USER, PASS, PBSZ 0, PROT P, TYPE I, STRU F, MODE S.
 *
 * @param isProtected - Whether the session has TLS, so that its data connections must have it too.
 * @throws {@link ReplyError} when the login, PBSZ, PROT or TYPE is refused. STRU F and MODE S are the defaults, so a
 *   refusal of those changes nothing.
 */
export async function setUpSession(
  control: ControlConnection,
  credentials: { readonly username: string; readonly password: string },
  isProtected: boolean,
): Promise<SessionSetup> {
  await authenticate(control, credentials);
  if (isProtected) {
    await control.require(command('PBSZ', '0'));
    await control.require(command('PROT', 'P'));
  }
  const features = await askFeatures(control);
  // Names go out as UTF-8 in any case (RFC 2640); a refusal of this changes nothing.
  if (features.has('UTF8') || features.has('UTF-8')) {
    await control.ask(command('OPTS', 'UTF8 ON'));
  }
  await control.require(command('TYPE', 'I'));
  await control.ask(command('STRU', 'F'));
  await control.ask(command('MODE', 'S'));
  const pathname = await control.ask(command('PWD'));
  const loginDirectory = pathname.code === replyCode.pathname ? parsePathname(pathname) : undefined;
  return { features, loginDirectory };
}

async function authenticate(
  control: ControlConnection,
  credentials: { readonly username: string; readonly password: string },
): Promise<void> {
  const user = command('USER', credentials.username);
  const answer = await control.ask(user);
  if (answer.code === replyCode.loggedIn) return;
  if (!isIntermediate(answer)) throw new ReplyError(user, answer);
  control.hide(credentials.password);
  await control.require(command('PASS', credentials.password));
}

async function askFeatures(control: ControlConnection): Promise<Features> {
  const reply = await control.ask(command('FEAT'));
  return isCompletion(reply) ? Features.parse(reply) : Features.none;
}
