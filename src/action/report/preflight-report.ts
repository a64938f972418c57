import type { PreflightResult, PreflightStep } from '../../deploy/index.ts';
import { preflightSteps } from '../../deploy/index.ts';
import { formatReply } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { asClause } from '../errors.ts';
import { formatFiles } from '../format.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Log } from '../log/log.ts';
import { capabilityLines } from './capability-lines.ts';
import { tlsWarnings, trustOf, validUntil } from './tls-lines.ts';

/** The result of one step of a preflight. */
export interface PreflightLine {
  readonly step: PreflightStep;
  readonly title: string;
  /** `warned` means passed, with something to look at. */
  readonly outcome: 'passed' | 'warned' | 'failed' | 'not attempted';
  /** One line; after a failure, further lines say what to do. */
  readonly text: string;
}

/** A preflight in words: one line per step, and the server's capabilities. */
export interface PreflightReport {
  readonly lines: readonly PreflightLine[];
  readonly capabilities: readonly string[];
}

type StepResult = Pick<PreflightLine, 'outcome' | 'text'>;
type StepInputs = Pick<Inputs, 'connections' | 'publish' | 'remoteDir' | 'sync' | 'tls'>;

const titles: Readonly<Record<PreflightStep, string>> = {
  network: 'Network',
  tls: 'TLS',
  login: 'Login',
  directory: 'remote-dir',
  transfer: 'Transfer',
  state: 'State',
  connections: 'Connections',
};

const describe: Readonly<
  Record<PreflightStep, (result: PreflightResult, inputs: StepInputs) => StepResult>
> = { network, tls, login, directory, transfer, state, connections };

/**
 * Describes the result of a preflight.
 *
 * @param failure - The error and advice for the step that failed, as a deployment would report them.
 */
export function preflightReport(
  result: PreflightResult,
  inputs: StepInputs,
  failure: string,
): PreflightReport {
  const { capabilities } = result;
  const failedAt = result.failure?.step;
  const steps = stepsFor(inputs);
  const end = failedAt === undefined ? steps.length : steps.indexOf(failedAt);
  const lines = steps.map((step, index): PreflightLine => {
    const title = titles[step];
    if (index < end) return { step, title, ...describe[step](result, inputs) };
    if (index > end) return { step, title, outcome: 'not attempted', text: 'not attempted' };
    return { step, title, outcome: 'failed', text: [failure, ...where(step, result)].join('\n') };
  });
  return {
    lines,
    capabilities: capabilities === undefined ? [] : capabilityLines(capabilities, inputs),
  };
}

// The address that doesn't respond is the first thing a firewall's administrator asks for.
function where(step: PreflightStep, { addresses, connection }: PreflightResult): string[] {
  const { host } = connection.endpoint;
  return step === 'network' && addresses.length > 0
    ? [`${host} resolves to ${addresses.join(', ')}.`]
    : [];
}

function network({ addresses, connection }: PreflightResult): StepResult {
  const { host, port } = connection.endpoint;
  const resolved = addresses.length === 0 ? '' : `${host} resolves to ${addresses.join(', ')}; `;
  return passed(`${resolved}port ${port} is open`);
}

function tls({ connection }: PreflightResult, inputs: StepInputs): StepResult {
  if (connection.mode === 'none') {
    return warned('none: the username, the password and the files are sent unencrypted');
  }
  if (connection.tls === undefined) return passed('established');
  const { protocol, certificate } = connection.tls;
  const [subject, issuer] = [certificate.subject, certificate.issuer].map(quoted);
  const trust = {
    ca: '',
    pin: '; matches a pin',
    none: '; not verified (tls-verify: false)',
  }[trustOf(inputs.tls)];
  const text = `${protocol}; certificate of ${subject ?? ''}, issued by ${issuer ?? ''}, valid until ${validUntil(certificate)}${trust}`;
  return tlsWarnings(connection.tls, inputs.tls).length === 0 ? passed(text) : warned(text);
}

function login({ connection: { greeting = '', loginDirectory } }: PreflightResult): StepResult {
  const facts = [
    ...(greeting === '' ? [] : [`server: "${greeting}"`]),
    ...(loginDirectory === undefined ? [] : [`login directory: ${quoted(loginDirectory)}`]),
  ];
  return passed(facts.length === 0 ? 'succeeded' : `succeeded (${facts.join(', ')})`);
}

function stepsFor({ sync, connections: wanted }: StepInputs): readonly PreflightStep[] {
  const optional = [sync.mode === 'off' ? [] : ['state'], wanted > 1 ? ['connections'] : []];
  return [...preflightSteps, ...(optional.flat() as PreflightStep[])];
}

function directory({ directory: found }: PreflightResult, inputs: StepInputs): StepResult {
  const { remoteDir } = inputs;
  if (remoteDir === '') return passed('the login directory');
  const name = quoted(remoteDir);
  if (found === 'exists') return passed(`${name} exists`);
  if (found === 'unknown' || found === undefined) {
    return warned(`${name} was not checked, because the server doesn't report a login directory`);
  }
  return warned(
    `${name} doesn't exist or isn't accessible (${formatReply(found.reply)}). An upload will try to create it. If it should exist, check "remote-dir" and the account's permissions.`,
  );
}

function transfer({ listing, connection }: PreflightResult): StepResult {
  if (listing !== 'read' && listing !== undefined) {
    return warned(
      `the data port is open; the account can't list directories (${formatReply(listing.reply)}), so TLS on data connections can't be checked without uploading`,
    );
  }
  if (connection.mode === 'none') return passed('data connection opened, unencrypted');
  return passed(
    connection.dataConnections.resumed === 1
      ? 'data connection opened, TLS session resumed'
      : "data connection opened; the TLS session was not resumed, which this server doesn't require",
  );
}

function connections({ connections: found }: PreflightResult): StepResult {
  if (found === undefined) return passed('not counted');
  const { wanted, used, refusal } = found;
  const opened = `${used} of ${wanted} were open at the same time`;
  return refusal === undefined ? passed(opened) : warned(`${opened}: ${asClause(refusal)}`);
}

function state({ state: found }: PreflightResult): StepResult {
  if (found === undefined) return passed('not read');
  const { path, kind, files, writtenAt = '', isUnfinished } = found;
  const unfinished = isUnfinished
    ? '; a run has not finished, so the next one uploads again what may be incomplete'
    : '';
  switch (kind) {
    case 'none':
      return passed(`no state yet at ${quoted(path)}: the first run uploads every file`);
    case 'unusable':
      return warned(
        `${quoted(path)} can't be used: the next run uploads every file and deletes nothing`,
      );
    case 'usable': {
      const text = `${quoted(path)} lists ${formatFiles(files)}, written ${sanitize(writtenAt, 30)}${unfinished}`;
      return isUnfinished ? warned(text) : passed(text);
    }
  }
}

function passed(text: string): StepResult {
  return { outcome: 'passed', text };
}

function warned(text: string): StepResult {
  return { outcome: 'warned', text };
}

function quoted(text: string): string {
  return `"${sanitize(text, text.length)}"`;
}

const marks: Readonly<Record<PreflightLine['outcome'], string>> = {
  passed: '✔',
  warned: '⚠',
  failed: '✘',
  'not attempted': '–',
};

const titleWidth = 12;

/** Logs a preflight: one line per step with the advice below it, and the server's capabilities. */
export function logPreflight({ lines, capabilities }: PreflightReport, log: Log): void {
  for (const { title, outcome, text } of lines) {
    const indented = text.replaceAll('\n', `\n${' '.repeat(titleWidth + 2)}`);
    log.info(`${marks[outcome]} ${title.padEnd(titleWidth)}${indented}`);
  }
  if (capabilities.length === 0) return;
  log.group('Server capabilities');
  for (const line of capabilities) log.info(line);
}
