/** What the server says about a file. */
export interface FileStatus {
  /** The size (SIZE), or that there is no such file; `unknown` without SIZE. */
  readonly size: number | 'missing' | 'unknown';
  /** Modification time in milliseconds since 1970 (MDTM); undefined without MDTM or a file. */
  readonly modifiedMs: number | undefined;
}

/** A permanent refusal (5yz) of a command: nothing was changed. */
export interface Refusal {
  readonly kind: 'refused';
  readonly error: Error;
}

/** What to ask for right after a change: in the same write where the server supports it. */
export interface AfterChange {
  /** Files whose SIZE and MDTM are asked for. */
  readonly paths: readonly string[];
  /** Receives the replies, unless the connection was lost before. */
  readonly answered: (statuses: readonly FileStatus[]) => void;
}

/** What to ask for right after a transfer. */
export interface AfterTransfer extends AfterChange {
  /** Whether another transfer follows, so that its port can be requested as well. */
  readonly transferFollows: boolean;
}

/**
 * The server, as close to single FTP commands as the state, the journal and deletions need it. Paths are remote paths:
 * relative to the login directory, or absolute.
 *
 * Commands that only read are repeated after transient errors by the implementation, over a new connection if necessary.
 * Commands that change something are sent once, over the connection that {@link connect} returned: only the caller knows
 * whether repeating one is safe. If their outcome is unknown (a lost connection, a timeout, 4yz) they throw.
 */
export interface RemoteFiles {
  /** Whether an error leaves the outcome of a command unknown. Any other error ends the run. */
  isTransient(error: Error): boolean;

  /** Connects if necessary. Returns the number of the control connection; another number means another connection. */
  connect(): Promise<number>;

  /** RETR. Undefined if the server refuses it permanently: usually there is no such file. */
  retrieve(path: string, maxBytes: number): Promise<Buffer | undefined>;
  /** Whether RETR of a file that SIZE says is missing is refused as well; false if only {@link retrieve} shows it. */
  isMissing(path: string): Promise<boolean>;
  /** Requests the port of the next transfer, together with the commands that follow. */
  expectTransfer(): Promise<void>;
  /** SIZE and MDTM of files, in one write. */
  statuses(paths: readonly string[]): Promise<readonly FileStatus[]>;
  /** As {@link statuses}, with QUIT in the same write: what follows needs another connection. */
  statusesAndQuit(paths: readonly string[]): Promise<readonly FileStatus[]>;
  /** SIZE of files, pipelined. */
  sizes(paths: readonly string[]): Promise<readonly FileStatus['size'][]>;
  /** MDTM of files, pipelined, in milliseconds since 1970. */
  modificationTimes(paths: readonly string[]): Promise<readonly (number | undefined)[]>;
  /**
   * STAT or MLSD of directories, pipelined: names and exact sizes. Whatever is uncertain (a rounded size, a reply that may
   * be truncated) is left out, so an entry that is missing means nothing.
   */
  list(directories: readonly string[]): Promise<readonly ReadonlyMap<string, number>[]>;
  /** CWD into directories, pipelined, and back. */
  directoriesExist(paths: readonly string[]): Promise<readonly boolean[]>;
  /**
   * Compares files with their local versions by the server's hash command. Undefined: it has none.
   */
  matchChecksums(paths: readonly string[]): Promise<readonly boolean[] | undefined>;

  /** STOR. */
  store(path: string, bytes: Uint8Array, after?: AfterTransfer): Promise<Refusal | undefined>;
  /** APPE; creates the file if there is none. */
  append(path: string, bytes: Uint8Array, after?: AfterTransfer): Promise<Refusal | undefined>;
  /** RNFR and RNTO. */
  rename(from: string, to: string, after?: AfterChange): Promise<Refusal | undefined>;
  /** DELE of files, pipelined. */
  deleteFiles(paths: readonly string[]): Promise<readonly (Refusal | undefined)[]>;
  /** SIZE, DELE and QUIT in one write: deletes a file and returns its size before that. */
  takeAwayAndQuit(path: string): Promise<FileStatus['size']>;
  /** MKD. */
  makeDirectory(path: string): Promise<Refusal | undefined>;
  /** RMD. */
  removeDirectory(path: string): Promise<Refusal | undefined>;
}
