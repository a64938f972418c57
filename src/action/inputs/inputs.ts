import fs from 'node:fs';
import path from 'node:path';

import * as core from '@actions/core';

import type { ModeRule, PublishMode, Verification } from '../../deploy/index.ts';
import { normalizeRemoteDirectory, remotePathProblem } from '../../deploy/index.ts';
import type { Endpoint, TlsMode, TlsOptions } from '../../ftps/index.ts';
import { InputError } from '../errors.ts';
import type { Sensitive } from '../log/redactor.ts';
import { readChmod } from './chmod-input.ts';
import { reportForeignInputs } from './foreign-inputs.ts';
import { normalizeHost } from './host-name.ts';
import { readIgnorePatterns } from './ignore-inputs.ts';
import { InputReader } from './input-reader.ts';
import { readMaintenanceFile } from './maintenance-input.ts';
import type { SyncInputs } from './sync-inputs.ts';
import { readSyncInputs } from './sync-inputs.ts';
import { readTlsInputs } from './tls-inputs.ts';

/** The inputs of `action.yml`, validated. */
export interface Inputs {
  /** The inputs `server` and `port`. */
  readonly endpoint: Endpoint;
  /** The usual port of the other TLS modes; undefined if `port` is set. */
  readonly alternativePort: number | undefined;
  readonly username: string;
  readonly password: string;
  readonly tlsMode: TlsMode;
  /** `@actions/glob` patterns. */
  readonly files: readonly string[];
  /** `.gitignore` patterns, relative to the base directory. */
  readonly exclude: readonly string[];
  /** Absolute; undefined for the directory that all patterns share. */
  readonly baseDir: string | undefined;
  /** Normalized by `normalizeRemoteDirectory`. */
  readonly remoteDir: string;
  readonly flatten: boolean;
  readonly followSymlinks: boolean;
  readonly ifNoFilesFound: 'error' | 'warn' | 'ignore';
  readonly publish: PublishMode;
  /** The inputs about incremental deployments. */
  readonly sync: SyncInputs;
  /** Absolute local path. */
  readonly maintenanceFile: string | undefined;
  /** Most control connections that upload at the same time. */
  readonly connections: number;
  readonly preserveMtime: boolean;
  /** Modes of files on the server. */
  readonly chmod: readonly ModeRule[];
  /** The other inputs that start with `tls-`. */
  readonly tls: TlsOptions;
  readonly verifyUploads: Verification;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly dryRun: boolean;
  readonly preflight: boolean;
  /** Whether the files must exist: a preflight alone may run before they are built. */
  readonly needsFiles: boolean;
  /** Whether to write the job summary. */
  readonly summary: boolean;
  /** What to warn about before the work starts. */
  readonly warnings: readonly string[];
}

/** The inputs in the order of `action.yml`, in which their problems are reported. */
export const inputNames = [
  ...['server', 'port', 'username', 'password', 'tls-mode'],
  ...[
    'files',
    'exclude',
    'base-dir',
    'remote-dir',
    'flatten',
    'follow-symlinks',
    'if-no-files-found',
  ],
  ...['publish', 'sync', 'delete-removed', 'max-deletions', 'never-delete', 'state-file', 'adopt'],
  ...['maintenance-file', 'connections', 'preserve-mtime', 'chmod'],
  ...['tls-ca', 'tls-pin', 'tls-verify', 'tls-server-name'],
  ...['tls-client-cert', 'tls-client-key', 'tls-client-key-passphrase'],
  ...['tls-min-version', 'tls-max-version'],
  ...['verify-uploads', 'retries', 'timeout', 'dry-run', 'preflight', 'summary'],
];

/** Seconds. */
const maxTimeout = 3_600;

/** What FTP-Deploy-Action's values of `protocol` are called here. */
const protocolHints = {
  ftps: 'FTP-Deploy-Action\'s "ftps" is "explicit".',
  'ftps-legacy': 'FTP-Deploy-Action\'s "ftps-legacy" is "implicit".',
  ftp: 'FTP-Deploy-Action\'s "ftp" is "none", which is unencrypted.',
};

/**
 * Reads and validates all inputs.
 *
 * @throws {@link InputError} naming every invalid input.
 */
export function readInputs(): Inputs {
  const reader = new InputReader();
  const tlsMode = reader.choice('tls-mode', ['implicit', 'explicit', 'none'], protocolHints);
  const host = readServer(reader);
  const dryRun = reader.boolean('dry-run', false);
  const preflight = reader.boolean('preflight', false);
  const needsFiles = dryRun || !preflight;
  const password = readPassword(reader);
  const remoteDir = readRemoteDir(reader);
  const sync = readSyncInputs(reader, remoteDir);
  const inputs: Inputs = {
    endpoint: { host, port: readPort(reader, tlsMode) },
    alternativePort: reader.text('port') === '' ? usualPort(tlsMode === 'implicit') : undefined,
    username: readUsername(reader),
    password,
    tlsMode,
    files: readPatterns(reader),
    exclude: readIgnorePatterns(reader, 'exclude', reader.lines('exclude')),
    baseDir: readBaseDir(reader, needsFiles),
    remoteDir,
    flatten: reader.boolean('flatten', false),
    followSymlinks: reader.boolean('follow-symlinks', true),
    ifNoFilesFound: reader.choice('if-no-files-found', ['error', 'warn', 'ignore']),
    publish: reader.choice('publish', ['direct', 'atomic', 'staged']),
    sync,
    maintenanceFile: readMaintenanceFile(reader, {
      ...{ mustExist: needsFiles, remoteDir },
      stateFile: sync.stateFile,
    }),
    connections: reader.wholeNumber('connections', { fallback: 1, min: 1, max: 8 }),
    preserveMtime: reader.boolean('preserve-mtime', false),
    chmod: readChmod(reader),
    tls: readTlsInputs(reader, tlsMode, host),
    verifyUploads: reader.choice('verify-uploads', ['size', 'checksum', 'none']),
    retries: reader.wholeNumber('retries', { fallback: 3, min: 0, max: 100 }),
    timeoutMs: readTimeout(reader) * 1000,
    dryRun,
    preflight,
    needsFiles,
    summary: reader.boolean('summary', true),
    warnings: warningsFor(reader, tlsMode, password),
  };
  reportForeignInputs(reader);
  const { problems } = reader;
  const position = (input: string) =>
    inputNames.includes(input) ? inputNames.indexOf(input) : inputNames.length;
  if (problems.length > 0) {
    throw new InputError(problems.toSorted((a, b) => position(a.input) - position(b.input)));
  }
  return Object.freeze(inputs);
}

/** Whether to write the job summary, also when other inputs are invalid. */
export function wantsSummary(): boolean {
  return new InputReader().boolean('summary', true);
}

/**
 * Reads what must be redacted, before anything is logged and even if other inputs are invalid, and masks the secrets in
 * the runner. Line by line too, because the runner masks single lines.
 */
export function readSensitiveInputs(): Sensitive {
  const reader = new InputReader();
  const secrets = ['password', 'tls-client-key-passphrase'].map((name) => reader.raw(name));
  for (const secret of secrets) {
    for (const text of new Set([secret, ...secret.split(/\r?\n/), secret.trim()])) {
      if (text.trim() !== '') core.setSecret(text);
    }
  }
  return {
    secrets: secrets.map(withoutTrailingNewline),
    username: reader.raw('username'),
    hosts: ['server', 'tls-server-name'].flatMap((name) => hostForms(reader.text(name))),
  };
}

function warningsFor(reader: InputReader, tlsMode: TlsMode, password: string): string[] {
  const warnings: string[] = [];
  if (tlsMode === 'none') {
    warnings.push(
      'tls-mode is none: the username, the password and the files are sent unencrypted, readable by anyone on the network path.',
    );
  }
  if (password !== reader.raw('password')) {
    warnings.push('The trailing newline of the password was removed.');
  }
  if (password === '') warnings.push(`The password is empty. ${emptySecret}`);
  return warnings;
}

/** A host: the given form, and the one that is used. */
function hostForms(given: string): string[] {
  const host = normalizeHost(given) ?? given;
  return given.includes(host) ? [host] : [given, host];
}

function readServer(reader: InputReader): string {
  const given = reader.text('server');
  const host = normalizeHost(given);
  if (given === '') {
    reader.problem('server', 'server is required. Set it to a host name or an IP address.');
  } else if (host === undefined) {
    // The value isn't shown: a URL may contain a password.
    reader.problem(
      'server',
      'server must be a host name or an IP address, without "ftps://", port or path.',
    );
  }
  return host ?? given;
}

function readPort(reader: InputReader, tlsMode: TlsMode): number {
  const fallback = usualPort(tlsMode !== 'implicit');
  return reader.wholeNumber('port', { fallback, min: 1, max: 65_535 });
}

function usualPort(startsUnencrypted: boolean): number {
  return startsUnencrypted ? 21 : 990;
}

const emptySecret =
  "If it comes from a secret, check that the secret is set. Secrets aren't available to workflows triggered from forks.";

function readUsername(reader: InputReader): string {
  const username = reader.raw('username');
  if (username === '') {
    const isEmpty = reader.isGiven('username');
    reader.problem(
      'username',
      isEmpty ? `username is empty. ${emptySecret}` : 'username is required.',
    );
  } else checkSendable(reader, 'username', username);
  return username;
}

function readPassword(reader: InputReader): string {
  if (!reader.isGiven('password')) reader.problem('password', 'password is required.');
  const password = withoutTrailingNewline(reader.raw('password'));
  checkSendable(reader, 'password', password);
  return password;
}

function withoutTrailingNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function checkSendable(reader: InputReader, name: string, value: string): void {
  if (/[\r\n\0]/.test(value)) {
    reader.problem(name, `${name} contains a line break or NUL, which FTP can't transmit.`);
  }
}

function readPatterns(reader: InputReader): string[] {
  const patterns = reader.lines('files').filter((line) => !line.startsWith('#'));
  if (patterns.length === 0) {
    reader.problem('files', 'files is required. List at least one path or pattern.');
  } else if (patterns.every((pattern) => pattern.startsWith('!'))) {
    reader.problem('files', 'files only excludes. Add at least one pattern without "!".');
  }
  return patterns;
}

function readBaseDir(reader: InputReader, mustExist: boolean): string | undefined {
  const text = reader.text('base-dir');
  if (text === '') return undefined;
  const directory = path.resolve(text);
  if (mustExist && !fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    reader.problem('base-dir', "base-dir doesn't exist or isn't a directory.");
  }
  return directory;
}

/** Seconds. */
function readTimeout(reader: InputReader): number {
  const text = reader.text('timeout', '30');
  const milliseconds = /^\d{4,7}$/.test(text) ? Number(text) : 0;
  const hint =
    milliseconds > maxTimeout
      ? ` It looks like milliseconds: ${milliseconds / 1000} seconds are "${milliseconds / 1000}".`
      : '';
  return reader.number('timeout', { fallback: 30, min: 1, max: maxTimeout, hint });
}

function readRemoteDir(reader: InputReader): string {
  const text = reader.text('remote-dir', '.');
  const problem = remotePathProblem(text);
  if (problem !== undefined) reader.problem('remote-dir', `remote-dir ${problem}.`);
  return normalizeRemoteDirectory(text);
}
