import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import * as core from '@actions/core';

import type { PublishMode, Verification } from '../../deploy/index.ts';
import { normalizeRemoteDirectory, remotePathProblem } from '../../deploy/index.ts';
import type { Endpoint, TlsMode, TlsOptions } from '../../ftps/index.ts';
import { InputError } from '../errors.ts';
import { InputReader } from './input-reader.ts';
import { readTlsInputs } from './tls-inputs.ts';

/** What the workflow asked for, checked. */
export interface Inputs {
  readonly endpoint: Endpoint;
  readonly username: string;
  readonly password: string;
  /** `@actions/glob` patterns, one a line. */
  readonly patterns: string;
  /** Absolute; undefined for what the patterns share. */
  readonly baseDirectory: string | undefined;
  /** In the plain form of `normalizeRemoteDirectory`. */
  readonly remoteDirectory: string;
  readonly flatten: boolean;
  readonly followSymlinks: boolean;
  readonly ifNoFilesFound: 'error' | 'warn' | 'ignore';
  readonly mode: TlsMode;
  readonly tls: TlsOptions;
  readonly publish: PublishMode;
  readonly verifyUploads: Verification;
  readonly preserveMtime: boolean;
  readonly retries: number;
  readonly timeoutMs: number;
  /** Show the plan and open no connection, unless there is a preflight too. */
  readonly dryRun: boolean;
  /** Try the server and upload nothing. */
  readonly preflight: boolean;
  /** Whether the local files matter: a preflight alone may run before they are built. */
  readonly needsFiles: boolean;
  /** What to say before the work begins. */
  readonly warnings: readonly string[];
}

/**
 * Reads and checks every input. Secrets are masked before anything else happens, so that nothing said about them can
 * show them.
 *
 * @throws {@link InputError} naming every bad input.
 */
export function readInputs(): Inputs {
  const reader = new InputReader();
  maskSecrets(reader);
  const warnings: string[] = [];
  const mode = reader.choice('tls-mode', ['implicit', 'explicit', 'none']);
  if (mode === 'none') {
    warnings.push(
      'tls-mode is none: user name, password and files travel in clear text, for everybody on the way to read.',
    );
  }
  const host = readServer(reader);
  const dryRun = reader.boolean('dry-run', false);
  const preflight = reader.boolean('preflight', false);
  const needsFiles = dryRun || !preflight;
  const inputs: Inputs = {
    endpoint: { host, port: readPort(reader, mode) },
    username: readUsername(reader),
    password: readPassword(reader, warnings),
    patterns: readPatterns(reader),
    baseDirectory: readBaseDirectory(reader, needsFiles),
    remoteDirectory: readRemoteDirectory(reader),
    flatten: reader.boolean('flatten', false),
    followSymlinks: reader.boolean('follow-symlinks', true),
    ifNoFilesFound: reader.choice('if-no-files-found', ['error', 'warn', 'ignore']),
    mode,
    tls: readTlsInputs(reader, mode, host),
    publish: reader.choice('publish', ['direct', 'atomic', 'staged']),
    verifyUploads: reader.choice('verify-uploads', ['size', 'checksum', 'none']),
    preserveMtime: reader.boolean('preserve-mtime', false),
    retries: readWholeNumber(reader, 'retries', 3, { min: 0, max: 100 }),
    timeoutMs: reader.number('timeout', 30, { min: 1, max: 86_400 }) * 1000,
    dryRun,
    preflight,
    needsFiles,
    warnings,
  };
  if (reader.problems.length > 0) throw new InputError(reader.problems);
  return Object.freeze(inputs);
}

/** Every line by itself too: the runner masks line by line. */
function maskSecrets(reader: InputReader): void {
  for (const name of ['password', 'tls-client-key-passphrase']) {
    const secret = reader.raw(name);
    for (const text of new Set([secret, ...secret.split(/\r?\n/), secret.trim()])) {
      if (text.trim() !== '') core.setSecret(text);
    }
  }
}

function readServer(reader: InputReader): string {
  const text = reader.text('server');
  const host = /^\[(.*)\]$/.exec(text)?.[1] ?? text; // [::1] is what people copy from URLs.
  if (text === '') reader.problem('server', 'is required: a host name or an IP address');
  else if (net.isIP(host) === 0 && !/^[\p{L}\p{N}_]([\p{L}\p{N}_.-]{0,252})$/u.test(host)) {
    reader.problem(
      'server',
      'must be a host name or an IP address alone, without "ftps://", port or path',
    );
  }
  return host;
}

function readPort(reader: InputReader, mode: TlsMode): number {
  const usual = mode === 'implicit' ? 990 : 21;
  return readWholeNumber(reader, 'port', usual, { min: 1, max: 65_535 });
}

function readWholeNumber(
  reader: InputReader,
  name: string,
  fallback: number,
  range: { readonly min: number; readonly max: number },
): number {
  const number = reader.number(name, fallback, range);
  if (Number.isInteger(number)) return number;
  reader.problem(name, 'must be a whole number');
  return fallback;
}

const emptySecrets =
  'If it comes from a secret: secrets are not there in runs for forks, and an unset one is empty';

function readUsername(reader: InputReader): string {
  const username = reader.raw('username');
  if (username === '') {
    const isEmpty = reader.isGiven('username');
    reader.problem(
      'username',
      isEmpty ? `is required: it is empty. ${emptySecrets}` : 'is required',
    );
  } else refuseUnsendable(reader, 'username', username);
  return username;
}

function readPassword(reader: InputReader, warnings: string[]): string {
  if (!reader.isGiven('password')) reader.problem('password', 'is required');
  const raw = reader.raw('password');
  const password = raw.replace(/\r?\n$/, '');
  if (password !== raw) {
    warnings.push('The password ended with a line break, which was removed.');
  }
  if (password === '') {
    warnings.push(`The password is empty. ${emptySecrets}.`);
  }
  refuseUnsendable(reader, 'password', password);
  return password;
}

function refuseUnsendable(reader: InputReader, name: string, value: string): void {
  if (/[\r\n\0]/.test(value)) {
    reader.problem(name, 'holds a line break or NUL, which no FTP command can carry');
  }
}

function readPatterns(reader: InputReader): string {
  const patterns = reader.lines('files').filter((line) => !line.startsWith('#'));
  if (patterns.length === 0) reader.problem('files', 'is required: at least one pattern');
  else if (patterns.every((pattern) => pattern.startsWith('!'))) {
    reader.problem('files', 'only excludes; at least one pattern must include');
  }
  return patterns.join('\n');
}

function readBaseDirectory(reader: InputReader, mustExist: boolean): string | undefined {
  const text = reader.text('base-dir');
  if (text === '') return undefined;
  const directory = path.resolve(text);
  if (mustExist && !fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    reader.problem('base-dir', 'must be a directory that is there');
  }
  return directory;
}

function readRemoteDirectory(reader: InputReader): string {
  const text = reader.text('remote-dir', '.');
  const problem = remotePathProblem(text);
  if (problem !== undefined) reader.problem('remote-dir', problem);
  return normalizeRemoteDirectory(text);
}
