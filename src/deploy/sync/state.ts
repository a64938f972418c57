import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

import { StateError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { asObject, asStrings, isCount } from './json.ts';
import { isPlainPath } from './relative-path.ts';

/** Largest state that is read, unpacked. A larger one is rejected before connecting. */
export const maxStateBytes = 64 * 1024 * 1024;

/** What a state contains apart from files and directories is smaller than that. */
const otherMembersBytes = 64 * 1024;

/** Length of a hash with its quotation marks. */
const hashBytes = 66;

const format = 'open-ftps-state';
const version = 1;
const note =
  'Written by open-ftps-action. It lists the files of the last deployment. Do not edit it; without it, the next deployment uploads every file.';

/** A file that was uploaded. With an unknown hash it never counts as unchanged. */
export interface FileRecord {
  readonly sizeBytes: number | null;
  /** SHA-256 in hexadecimal. */
  readonly sha256: string | null;
}

/** The inputs that decide which files are deployed. */
export interface Selection {
  readonly files: readonly string[];
  readonly exclude: readonly string[];
  readonly baseDir: string;
  readonly flatten: boolean;
}

/** Which repository deploys; a part is missing if the runner doesn't know it. */
export interface Repository {
  readonly id?: string | undefined;
  /** `owner/name`. */
  readonly name?: string | undefined;
}

/** What the last successful deployment left on the server. Paths are relative to the remote directory. */
export interface State {
  readonly repository: Repository;
  readonly remoteDirectory: string;
  /** Grows with every state. */
  readonly generation: number;
  /** ISO 8601. */
  readonly writtenAt: string;
  readonly selection: Selection;
  readonly files: ReadonlyMap<string, FileRecord>;
  /** Directories that deployments created. */
  readonly directories: ReadonlySet<string>;
}

/** A state from the server, with the digest that journals refer to. */
export interface StoredState extends State {
  readonly digest: string;
}

/** A state that was read from the server, or why it can't be used. */
export type DecodedState =
  | { readonly kind: 'usable'; readonly state: StoredState }
  /** Truncated, damaged or unsafe. */
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'newer-version' };

/**
 * Encodes a state: gzip of JSON that ends with the SHA-256 of everything before it.
 *
 * @param padding - Random text of random length. With another length the file has another size, so that SIZE alone
 *   distinguishes it from the state that it replaces.
 * @throws {@link StateError} when it is too large to be read again.
 */
export function encodeState(
  state: State,
  padding: string,
): { readonly bytes: Buffer; readonly digest: string } {
  const text = JSON.stringify({
    format,
    version,
    note,
    repositoryId: state.repository.id,
    repository: state.repository.name,
    remoteDirectory: state.remoteDirectory,
    generation: state.generation,
    writtenAt: state.writtenAt,
    selection: state.selection,
    files: Object.fromEntries(
      [...state.files].map(([path, { sizeBytes, sha256 }]) => [path, [sizeBytes, sha256]]),
    ),
    directories: [...state.directories],
    padding,
  }).slice(0, -1);
  const digest = sha256Of(text);
  const content = Buffer.from(`${text},"digest":"${digest}"}\n`);
  if (content.length > maxStateBytes) {
    throw tooManyFiles(state.files.size, content.length);
  }
  return { bytes: gzipSync(content, { level: 6 }), digest };
}

/**
 * Makes sure that a state of these files will not be too large, so that a run fails before it changes anything.
 *
 * @throws {@link StateError}
 */
export function assertStateFits(
  files: Iterable<readonly [path: string, file: Pick<FileRecord, 'sizeBytes'>]>,
  directories: Iterable<string>,
): void {
  let bytes = otherMembersBytes;
  let count = 0;
  for (const [path, { sizeBytes }] of files) {
    bytes += Buffer.byteLength(`${JSON.stringify(path)}:[${sizeBytes},],`) + hashBytes;
    count += 1;
  }
  for (const path of directories) bytes += Buffer.byteLength(`${JSON.stringify(path)},`);
  if (bytes > maxStateBytes) throw tooManyFiles(count, bytes);
}

function tooManyFiles(files: number, bytes: number): StateError {
  const message = `The state of ${files} files would have ${bytes} bytes; ${maxStateBytes} are supported.`;
  return new StateError('too-many-files', message);
}

/** Decodes a state. Never throws: content from the server can be anything. */
export function decodeState(bytes: Uint8Array): DecodedState {
  let text: string;
  try {
    text = gunzipSync(bytes, { maxOutputLength: maxStateBytes }).toString();
  } catch {
    return unusable('it is truncated, damaged or too large');
  }
  const tail = /,"digest":"(?<digest>[0-9a-f]{64})"\}\n$/.exec(text.slice(-100));
  const digest = tail?.groups?.['digest'];
  const json = asObject(parse(text));
  if (json?.['format'] !== format) return unusable('it is not a state');
  if (json['version'] !== version) {
    return isCount(json['version']) && json['version'] > version
      ? { kind: 'newer-version' }
      : unusable('its version is unknown');
  }
  if (tail === null || digest === undefined) return unusable('it has no digest');
  if (sha256Of(text.slice(0, text.length - tail[0].length)) !== digest) {
    return unusable('its digest is wrong');
  }
  return readState(json, digest);
}

function readState(json: JsonObject, digest: string): DecodedState {
  const files = readFiles(json['files']);
  const directories = asStrings(json['directories']);
  const selection = readSelection(json['selection']);
  const { generation, writtenAt, remoteDirectory } = json;
  if (files === undefined) return unusable('it contains an invalid file');
  if (directories?.every(isPlainPath) !== true) return unusable('it contains an invalid directory');
  if (
    selection === undefined ||
    !isCount(generation) ||
    typeof writtenAt !== 'string' ||
    typeof remoteDirectory !== 'string'
  ) {
    return unusable('a member is missing or invalid');
  }
  const state = {
    repository: readRepository(json),
    remoteDirectory,
    generation,
    writtenAt,
    selection,
    files,
    directories: new Set(directories),
    digest,
  };
  return { kind: 'usable', state };
}

/** Reads the repository from a state or a journal. */
export function readRepository(json: JsonObject): Repository {
  const { repositoryId: id, repository: name } = json;
  return {
    id: typeof id === 'string' ? id : undefined,
    name: typeof name === 'string' ? name : undefined,
  };
}

/** Whether two repositories are known to differ: by id, by name where one has no id. */
export function isOtherRepository(a: Repository, b: Repository): boolean {
  if (a.id !== undefined && b.id !== undefined) return a.id !== b.id;
  if (a.name === undefined || b.name === undefined) return false;
  return a.name.toLowerCase() !== b.name.toLowerCase();
}

/** Whether two deployments select their files in the same way. */
export function isSameSelection(a: Selection, b: Selection): boolean {
  return selectionDigest(a) === selectionDigest(b);
}

/** Identifies a selection, regardless of how its members are ordered. */
export function selectionDigest({ files, exclude, baseDir, flatten }: Selection): string {
  return sha256Of(JSON.stringify([files, exclude, baseDir, flatten])).slice(0, 16);
}

/** Reads `[size, hash]`; undefined if it is something else. */
export function readFileRecord(value: unknown): FileRecord | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [sizeBytes, sha256] = value as readonly unknown[];
  if (sizeBytes !== null && !isCount(sizeBytes)) return undefined;
  if (sha256 !== null && (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))) {
    return undefined;
  }
  return { sizeBytes, sha256 };
}

function readFiles(value: unknown): Map<string, FileRecord> | undefined {
  const json = asObject(value);
  if (json === undefined) return undefined;
  const files = new Map<string, FileRecord>();
  for (const [path, entry] of Object.entries(json)) {
    const record = readFileRecord(entry);
    if (record === undefined || !isPlainPath(path)) return undefined;
    files.set(path, record);
  }
  return files;
}

function readSelection(value: unknown): Selection | undefined {
  const json = asObject(value);
  const files = asStrings(json?.['files']);
  const exclude = asStrings(json?.['exclude']);
  const { baseDir, flatten } = json ?? {};
  if (files === undefined || exclude === undefined) return undefined;
  if (typeof baseDir !== 'string' || typeof flatten !== 'boolean') return undefined;
  return { files, exclude, baseDir, flatten };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unusable(reason: string): DecodedState {
  return { kind: 'unusable', reason };
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
