import type { Command } from './command.ts';
import { command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import { Exchange } from './exchange.ts';
import { Features } from '../features.ts';
import type { Pipelining } from './pipelining.ts';
import type { Reply } from './reply.ts';
import { isCompletion, isIntermediate, isTransientRefusal, replyCode } from './reply.ts';

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

const protection = { pbsz: command('PBSZ', '0'), prot: command('PROT', 'P') };
const imageType = command('TYPE', 'I');
// The defaults, so a refusal changes nothing.
const structure = [command('STRU', 'F'), command('MODE', 'S')];
// Paths are sent as UTF-8 in any case (RFC 2640), so a refusal changes nothing.
const utf8 = command('OPTS', 'UTF8 ON');

/** What the setup of a session needs. */
interface Session {
  readonly control: ControlConnection;
  readonly pipelining: Pipelining;
  /** Whether the control connection uses TLS, so that data connections must use it too. */
  readonly isProtected: boolean;
}

/**
 * Logs in and prepares the session for binary transfers on protected data connections (RFC 959 section 5.4, RFC 4217
 * section 9): USER, PASS, PBSZ 0, PROT P, TYPE I, STRU F, MODE S. Only PROT decides about the protection: a server that
 * rejects PBSZ may accept it.
 *
 * @throws {@link ReplyError} when the login, PROT or TYPE is rejected, or PBSZ for now and PROT with it.
 */
export async function setUpSession(
  session: Session,
  credentials: Credentials,
): Promise<SessionSetup> {
  await authenticate(session, credentials);
  const features = await protectAndAskFeatures(session);
  const hasUtf8 = features.has('UTF8') || features.has('UTF-8');
  const [type, pwd] = [imageType, command('PWD')];
  const settings = [...(hasUtf8 ? [utf8] : []), type, ...structure, pwd];
  const replies = await executeAll(session, settings);
  const typeReply = await replies.settled(type, isCompletion);
  if (!isCompletion(typeReply)) throw new ReplyError(type, typeReply);
  return { features, loginDirectory: directoryOf(await replies.settled(pwd, isCompletion)) };
}

async function protectAndAskFeatures(session: Session): Promise<Features> {
  const feat = command('FEAT');
  const { pbsz, prot } = protection;
  const replies = await executeAll(session, session.isProtected ? [pbsz, prot, feat] : [feat]);
  if (session.isProtected) {
    // A server that processes commands concurrently may reply in another order (aioftp), so that this may be the reply
    // to PBSZ or FEAT.
    const isSure = (reply: Reply) =>
      reply.code === replyCode.okay && isCompletion(replies.of(pbsz));
    const reply = await replies.settled(prot, isSure);
    if (!isCompletion(reply)) {
      // PROT requires PBSZ (RFC 4217 section 9), so a temporary refusal of PBSZ is the reason.
      const size = replies.of(pbsz);
      throw isTransientRefusal(size) ? new ReplyError(pbsz, size) : new ReplyError(prot, reply);
    }
  }
  return featuresOf(await replies.settled(feat, ({ code }) => code === replyCode.systemStatus));
}

/** The replies to commands of the setup. */
interface SetupReplies {
  /** The reply to the command when it was sent with the others. */
  of(sent: Command): Reply;
  /** The same reply if it is acceptable; otherwise, the reply to the command when it is sent again on its own. */
  settled(sent: Command, isAcceptable: (reply: Reply) => boolean): Promise<Reply>;
}

/**
 * Executes commands, in one write if possible. A refusal counts only after the command was also refused on its own: some
 * servers read one command at a time, or reply in another order. Pipelining isn't used any more with such a server, and
 * none of its earlier replies counts.
 */
async function executeAll(
  { control, pipelining }: Session,
  commands: readonly Command[],
): Promise<SetupReplies> {
  const isPipelined = commands.length > 1 && pipelining.mode !== 'off';
  let isOutOfOrder = false;
  const exchanges = commands.map((one) => new Exchange(one));
  await pipelining.executeAll(exchanges);
  const outcomes = await Promise.allSettled(exchanges.map(({ final }) => final));
  const of = (sent: Command) => {
    const outcome = outcomes[commands.indexOf(sent)];
    if (outcome === undefined) throw new Error(`${sent.verb} was not sent.`);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
  return {
    of,
    async settled(sent, isAcceptable) {
      const reply = of(sent);
      if (!isPipelined || (isAcceptable(reply) && !isOutOfOrder)) return reply;
      // The server has ended the session (421), probably because of the refused command.
      if (control.failure instanceof ReplyError) return reply;
      const again = await control.execute(sent);
      if (again.code !== reply.code) {
        isOutOfOrder = true;
        pipelining.disable(`${sent.verb} got another reply on its own`);
      }
      return again;
    },
  };
}

async function authenticate(session: Session, credentials: Credentials): Promise<void> {
  const { control } = session;
  const user = command('USER', credentials.username);
  const reply = await control.execute(user);
  if (isLogin(reply)) return;
  if (!isIntermediate(reply)) {
    throw new ReplyError(user, reply, { requiresTls: requiresTls(reply, session) });
  }
  control.redact(credentials.password);
  const pass = command('PASS', credentials.password);
  const judgment = await control.execute(pass);
  if (!isLogin(judgment)) {
    throw new ReplyError(pass, judgment, { requiresTls: requiresTls(judgment, session) });
  }
}

/** 2yz, such as 232 after a client certificate (RFC 4217 section 5.1); but x2z is about connections, like a greeting. */
function isLogin(reply: Reply): boolean {
  return isCompletion(reply) && Math.floor(reply.code / 10) !== 22;
}

// By the text: the same codes reject logins for other reasons, such as the connection limit.
function requiresTls(reply: Reply, { isProtected }: Session): boolean {
  const text = reply.lines.join(' ');
  return (
    !isProtected && /\b(ssl|tls|ftps|clear-?\s?text|encrypt\w*|unencrypted|secure)\b/i.test(text)
  );
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
