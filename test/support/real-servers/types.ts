import type { PortBlock } from './ports.ts';

/** The FTP servers that tests can start. */
export type ServerName = 'vsftpd' | 'proftpd' | 'pure-ftpd' | 'pyftpdlib';

/** Options of a server. */
export interface RealServerOptions {
  /** Default: `implicit`. Debian's Pure-FTPd supports only `explicit`. */
  readonly mode?: 'implicit' | 'explicit';
  /** The only accepted TLS version. Default: both. */
  readonly tls?: 'TLSv1.2' | 'TLSv1.3';
  /** Whether data connections must resume a TLS session. Default: `true` if the server supports it. */
  readonly requireSessionReuse?: boolean;
  /** PEM texts: an RSA certificate, its key and optionally its issuers. */
  readonly certificate: { readonly cert: string; readonly key: string; readonly chain?: string };
  /** PEM of the CA whose client certificates are required; ProFTPD only. */
  readonly clientCa?: string;
  /**
   * More settings, which take precedence: lines of the configuration of vsftpd and ProFTPD, options of Pure-FTPd's command
   * line, `name=value` of {@link file://./pyftpd_server.py} with a JSON value.
   */
  readonly settings?: readonly string[];
  /**
   * Bytes on the disk of the login directory, a file system that only the server sees: `root` stays empty for the tests.
   * Default: the disk of the tests.
   */
  readonly diskBytes?: number;
  /** Where to listen. Default: 127.0.0.1 in the network namespace of the tests. */
  readonly network?: ServerNetwork;
}

/** A network namespace, identified by a process in it, and an address there. */
export interface ServerNetwork {
  readonly pid: number;
  readonly address: string;
}

/** A running server; disposal ends its processes and removes its files. */
export interface RealServer extends AsyncDisposable {
  readonly name: ServerName;
  readonly host: string;
  readonly port: number;
  /** Ports that the server can open for data connections. */
  readonly passivePorts: readonly number[];
  readonly username: string;
  readonly password: string;
  /** The login directory on disk. */
  readonly root: string;
  /** All logs of the server so far, for the message of a failing test. */
  log(): Promise<string>;
  /** Number of control connections so far, according to the server's log. */
  controlConnections(): Promise<number>;
  /** Makes the login user the owner of everything in `root`; required after a test that runs as root wrote files. */
  adoptFiles(): Promise<void>;
}

/** What a server's module needs to write its configuration. */
export interface Setup {
  readonly options: RealServerOptions;
  /** Where the server's packages are unpacked. */
  readonly unpacked: string;
  /** The directory of this instance: configuration, logs and login directory. */
  readonly directory: string;
  readonly root: string;
  readonly address: string;
  readonly ports: PortBlock;
  readonly account: Account;
}

/** The only user who can log in. */
export interface Account {
  readonly username: string;
  readonly password: string;
  /** The crypt(3) hash of the password, which every server supports. */
  readonly passwordHash: string;
  readonly uid: number;
  readonly gid: number;
}

/** How to run a configured server, and how to read its log. */
export interface Launch {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The log file in the instance's `logs` directory, and the line that it has for each session. */
  readonly sessions: { readonly file: string; readonly line: RegExp };
}
