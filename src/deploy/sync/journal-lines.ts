import { createHash } from 'node:crypto';

import type { JsonObject } from './json.ts';
import { asObject, asStrings, isCount } from './json.ts';
import { isPlainPath } from './relative-path.ts';
import type { FileRecord, Repository } from './state.ts';
import { readFileRecord, readRepository } from './state.ts';

const format = 'open-ftps-journal';
const version = 1;

/** The job of a workflow that a run belongs to. */
export interface JobId {
  readonly runId: string;
  readonly job: string;
  readonly attempt: number;
}

/** What the server may have at a path that a run is about to change. */
export interface Doubt {
  /**
   * Size of the file before the run. Null: there was none, or only a part that an earlier run left. Undefined: the server
   * doesn't report sizes.
   */
  readonly before: number | null | undefined;
  /** Size of the file that the run uploads. */
  readonly planned: number;
}

/** The first line of a run. */
export interface JournalHeader {
  readonly kind: 'header';
  readonly run: string;
  readonly job: JobId | undefined;
  readonly repository: Repository;
  /** Digest and generation of the state that the run started from; null and 0 without one. */
  readonly state: string | null;
  readonly generation: number;
  /** Digest of the run's selection. */
  readonly selection: string;
  /** Random text of random length: two journals rarely have the same size. */
  readonly padding: string;
}

/** Changes that a run is about to make. */
export interface AnnouncedChanges {
  readonly kind: 'changes';
  readonly run: string;
  readonly doubts: ReadonlyMap<string, Doubt>;
  /** Files to delete. */
  readonly deletes: readonly string[];
  /** Directories to create, which are missing. */
  readonly directories: readonly string[];
  /** Temporary files and directories. */
  readonly temporary: readonly string[];
}

/** One line of a journal. */
export type JournalLine =
  | JournalHeader
  | AnnouncedChanges
  /** Files that have arrived. */
  | { readonly kind: 'done'; readonly run: string; readonly files: ReadonlyMap<string, FileRecord> }
  /** A long transfer begins; the path is the one that grows. */
  | { readonly kind: 'uploading'; readonly run: string; readonly path: string }
  /** The run ends without a new state. */
  | { readonly kind: 'end'; readonly run: string }
  /** Nothing on the server is known for certain anymore. */
  | { readonly kind: 'everything'; readonly run: string }
  /** First line of a journal that was stored as a whole: number of lines that follow. */
  | { readonly kind: 'stored'; readonly lines: number };

/**
 * Encodes lines for appending. The text starts with a line break, because the journal may end with a line that was cut,
 * and each line ends with a checksum.
 */
export function encodeLines(lines: readonly JournalLine[]): Buffer {
  return Buffer.from(`\n${lines.map((line) => `${encodeLine(line)}\n`).join('')}`);
}

function encodeLine(line: JournalLine): string {
  const text = JSON.stringify(toJson(line)).slice(0, -1);
  return `${text},"check":"${checksum(text)}"}`;
}

function toJson(line: JournalLine): JsonObject {
  switch (line.kind) {
    case 'header': {
      const { run, job, repository, state, generation, selection, padding } = line;
      const { id: repositoryId, name } = repository;
      const start = { format, version, run, job, repositoryId, repository: name };
      return { ...start, state, generation, selection, padding };
    }
    case 'changes':
      return {
        run: line.run,
        doubt: fromEntries(line.doubts, ({ before, planned }) => [
          before ?? unknown(before),
          planned,
        ]),
        delete: line.deletes,
        directories: line.directories,
        temporary: line.temporary,
      };
    case 'done':
      return {
        run: line.run,
        done: fromEntries(line.files, ({ sizeBytes, sha256 }) => [sizeBytes, sha256]),
      };
    case 'uploading':
      return { run: line.run, uploading: line.path };
    case 'end':
      return { run: line.run, end: 'failed' };
    case 'everything':
      return { run: line.run, doubt: 'everything' };
    case 'stored':
      return { stored: line.lines };
  }
}

/** JSON has no undefined in arrays: a size that is unknown is -1. */
function unknown(before: null | undefined): null | -1 {
  return before === null ? null : -1;
}

/**
 * A line that isn't one of ours: cut or damaged (its checksum is wrong), invalid although its checksum is right, or
 * written by a newer version.
 */
export type UnreadableLine = 'damaged' | 'invalid' | 'newer-version';

/** The lines of a journal. Never throws: content from the server can be anything. */
export function decodeLines(bytes: Uint8Array): (JournalLine | UnreadableLine)[] {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map(decodeLine);
}

function decodeLine(line: string): JournalLine | UnreadableLine {
  const match = /^(?<text>\{.*),"check":"(?<check>[0-9a-f]{16})"\}$/s.exec(line);
  const { text = '', check } = match?.groups ?? {};
  if (check === undefined || checksum(text) !== check) return 'damaged';
  try {
    const json = asObject(JSON.parse(`${text}}`));
    return (json && fromJson(json)) ?? 'invalid';
  } catch {
    return 'invalid';
  }
}

function fromJson(json: JsonObject): JournalLine | undefined | 'newer-version' {
  if (json['format'] === format) return readHeader(json);
  if (isCount(json['stored'])) return { kind: 'stored', lines: json['stored'] };
  const { run, uploading } = json;
  if (!isRunId(run)) return undefined;
  if ('end' in json) return { kind: 'end', run };
  if (json['doubt'] === 'everything') return { kind: 'everything', run };
  if (typeof uploading === 'string' && isPlainPath(uploading)) {
    return { kind: 'uploading', run, path: uploading };
  }
  if ('done' in json) {
    const files = readMap(json['done'], readFileRecord);
    return files === undefined ? undefined : { kind: 'done', run, files };
  }
  return readChanges(json, run);
}

function readHeader(json: JsonObject): JournalHeader | undefined | 'newer-version' {
  if (isCount(json['version']) && json['version'] > version) return 'newer-version';
  const { run, state, generation, selection, padding } = json;
  if (!isRunId(run) || typeof selection !== 'string') return undefined;
  if ((state !== null && typeof state !== 'string') || !isCount(generation)) return undefined;
  const repository = readRepository(json);
  const job = readJob(json['job']);
  const text = typeof padding === 'string' ? padding : '';
  return { kind: 'header', run, job, repository, state, generation, selection, padding: text };
}

/** Run identifiers become part of the names of temporary files. */
function isRunId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9]{1,20}$/.test(value);
}

function readJob(value: unknown): JobId | undefined {
  const { runId, job, attempt } = asObject(value) ?? {};
  if (typeof runId !== 'string' || typeof job !== 'string' || !isCount(attempt)) return undefined;
  return { runId, job, attempt };
}

function readChanges(json: JsonObject, run: string): AnnouncedChanges | undefined {
  const doubts = readMap(json['doubt'], readDoubt);
  const deletes = readPaths(json['delete']);
  const directories = readPaths(json['directories']);
  const temporary = readPaths(json['temporary']);
  if (doubts === undefined || deletes === undefined) return undefined;
  if (directories === undefined || temporary === undefined) return undefined;
  return { kind: 'changes', run, doubts, deletes, directories, temporary };
}

function readDoubt(value: unknown): Doubt | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [before, planned] = value as readonly unknown[];
  if (!isCount(planned)) return undefined;
  if (before === null || isCount(before)) return { before, planned };
  return before === -1 ? { before: undefined, planned } : undefined;
}

function readPaths(value: unknown): string[] | undefined {
  const paths = asStrings(value);
  return paths?.every(isPlainPath) === true ? paths : undefined;
}

function readMap<T>(
  value: unknown,
  read: (value: unknown) => T | undefined,
): Map<string, T> | undefined {
  const json = asObject(value);
  if (json === undefined) return undefined;
  const map = new Map<string, T>();
  for (const [path, member] of Object.entries(json)) {
    const item = read(member);
    if (item === undefined || !isPlainPath(path)) return undefined;
    map.set(path, item);
  }
  return map;
}

function fromEntries<T>(map: ReadonlyMap<string, T>, toValue: (value: T) => unknown): JsonObject {
  return Object.fromEntries([...map].map(([path, value]) => [path, toValue(value)]));
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
