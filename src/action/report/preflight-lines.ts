import type { PreflightResult, PreflightStep } from '../../deploy/index.ts';
import { preflightSteps } from '../../deploy/index.ts';
import { daysLeft, formatReply } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { formatDay, formatDaysLeft } from '../format.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { capabilityLines } from './capability-lines.ts';
import { tlsWarnings, trustOf } from './tls-lines.ts';

/** What came of one step of a preflight. */
export interface PreflightLine {
  readonly step: PreflightStep;
  readonly title: string;
  /** `warned` is passed, with something to look at. */
  readonly outcome: 'passed' | 'warned' | 'failed' | 'not tried';
  /** One line; of a failed step also what to do, in further lines. */
  readonly text: string;
}

/** A preflight in words: a line a step, and what the server offers. */
export interface PreflightReport {
  readonly lines: readonly PreflightLine[];
  readonly capabilities: readonly string[];
}

type Verdict = Pick<PreflightLine, 'outcome' | 'text'>;

/** The inputs that a verdict may depend on. */
type Wishes = Pick<Inputs, 'publish' | 'remoteDirectory' | 'tls'>;

const titles: Readonly<Record<PreflightStep, string>> = {
  network: 'Network',
  tls: 'TLS',
  login: 'Login',
  directory: 'remote-dir',
  transfer: 'Transfer',
};

const verdicts: Readonly<
  Record<PreflightStep, (result: PreflightResult, wishes: Wishes) => Verdict>
> = { network, tls, login, directory, transfer };

/**
 * Puts a preflight into words.
 *
 * @param failure - What happened at the step that failed and what to do, as a deployment would say it.
 */
export function preflightReport(
  result: PreflightResult,
  wishes: Wishes,
  failure = '',
): PreflightReport {
  const { capabilities: abilities } = result;
  const lines = preflightSteps.map((step) => ({
    step,
    title: titles[step],
    ...verdict(step, result, wishes, failure),
  }));
  return { lines, capabilities: abilities === undefined ? [] : capabilityLines(abilities, wishes) };
}

function verdict(
  step: PreflightStep,
  result: PreflightResult,
  wishes: Wishes,
  failure: string,
): Verdict {
  const failed = result.failure?.step ?? step;
  if (preflightSteps.indexOf(step) > preflightSteps.indexOf(failed)) {
    return { outcome: 'not tried', text: 'not tried' };
  }
  if (step !== result.failure?.step) return verdicts[step](result, wishes);
  return { outcome: 'failed', text: [failure, ...where(step, result)].join('\n') };
}

// Which address does not answer is what a firewall's operator asks first.
function where(step: PreflightStep, { addresses, connection }: PreflightResult): string[] {
  const { host } = connection.endpoint;
  return step === 'network' && addresses.length > 0 ? [`${host} is ${addresses.join(', ')}.`] : [];
}

function network({ addresses, connection }: PreflightResult): Verdict {
  const { host, port } = connection.endpoint;
  const text =
    addresses.length === 0
      ? `port ${port} of ${host} is open`
      : `${host} is ${addresses.join(', ')}; port ${port} is open`;
  return passed(text);
}

function tls({ connection }: PreflightResult, wishes: Wishes): Verdict {
  if (connection.mode === 'none') {
    return warned('none: user name, password and files travel in clear text');
  }
  if (connection.tls === undefined) return passed('up');
  const { protocol, certificate } = connection.tls;
  const [subject, issuer] = [sanitize(certificate.subject), sanitize(certificate.issuer)];
  const until = `${formatDay(certificate.validTo)} (${formatDaysLeft(daysLeft(certificate))})`;
  const trust = {
    authority: '',
    pin: '; trusted by its pin',
    nothing: '; not checked (tls-verify: false)',
  }[trustOf(wishes.tls)];
  const text = `${protocol}; certificate of ${subject}, issued by ${issuer}, valid until ${until}${trust}`;
  return tlsWarnings(connection.tls, wishes.tls).length === 0 ? passed(text) : warned(text);
}

function login({ connection: { greeting = '', loginDirectory } }: PreflightResult): Verdict {
  const by = greeting === '' ? '' : ` by "${greeting}"`;
  const where = loginDirectory === undefined ? '' : `; it leads to ${quoted(loginDirectory)}`;
  return passed(`accepted${by}${where}`);
}

function directory({ directory: found }: PreflightResult, wishes: Wishes): Verdict {
  const { remoteDirectory } = wishes;
  if (remoteDirectory === '') return passed('the login directory');
  const name = quoted(remoteDirectory);
  if (found === 'there') return passed(`${name} is there`);
  if (found === 'unknown' || found === undefined) {
    return warned(`${name} was not looked for: the server does not say where the login leads`);
  }
  return warned(
    `${name} cannot be entered (${formatReply(found.reply)}): most likely it is not there yet, and a deployment makes it; if it should be there, check "remote-dir" and the rights of this account`,
  );
}

function transfer({ listing, connection }: PreflightResult): Verdict {
  if (listing !== 'read' && listing !== undefined) {
    return warned(
      `the port for data can be reached; the account may not list directories (${formatReply(listing.reply)}), so that TLS on it is seen with the first upload only`,
    );
  }
  if (connection.mode === 'none') return passed('one data connection, in clear text');
  return passed(
    connection.dataConnections.resumed === 1
      ? 'one data connection, TLS session resumed'
      : 'one data connection; the TLS session was not resumed, which this server does not insist on',
  );
}

function passed(text: string): Verdict {
  return { outcome: 'passed', text };
}

function warned(text: string): Verdict {
  return { outcome: 'warned', text };
}

function quoted(path: string): string {
  return `"${sanitize(path, path.length)}"`;
}
