import type { PortBlock } from './ports.ts';

/** The FTP servers that tests can start. */
export type ServerName = 'vsftpd' | 'proftpd' | 'pure-ftpd' | 'pyftpdlib';

/** What a test may choose about a server. */
export interface RealServerOptions {
  /** How TLS begins; implicit unless said. Pure-FTPd, as Debian builds it, knows only explicit. */
  readonly mode?: 'implicit' | 'explicit';
  /** The only TLS version to speak; both unless said. */
  readonly tls?: 'TLSv1.2' | 'TLSv1.3';
  /** Whether data connections must resume a TLS session; true unless said, where the server can. */
  readonly requireSessionReuse?: boolean;
  /** PEM texts: an RSA leaf certificate, its key and, if wanted, the certificates above it. */
  readonly certificate: { readonly cert: string; readonly key: string; readonly chain?: string };
  /** PEM of the authority whose client certificates are demanded; ProFTPD only. */
  readonly clientCa?: string;
  /** Where to listen; 127.0.0.1 in the network namespace of the tests unless said. */
  readonly network?: ServerNetwork;
}

/** A network namespace, by a process that is in it, and an address there. */
export interface ServerNetwork {
  readonly pid: number;
  readonly address: string;
}

/** A running server; disposing of it ends all its processes and removes all its files. */
export interface RealServer extends AsyncDisposable {
  readonly name: ServerName;
  readonly host: string;
  readonly port: number;
  /** Every port that the server may open for a data connection. */
  readonly passivePorts: readonly number[];
  readonly username: string;
  readonly password: string;
  /** The login directory on disk. */
  readonly root: string;
  /** Whatever the server wrote so far, for the message of a failing test. */
  log(): Promise<string>;
  /** How many control connections the server has accepted so far, by its own log. */
  controlConnections(): Promise<number>;
  /** Gives everything below `root` to the login user; needed after a test that runs as root put files there. */
  adoptFiles(): Promise<void>;
}

/** All that a server's own module needs to write its configuration. */
export interface Setup {
  readonly options: RealServerOptions;
  /** Where the server's packages are unpacked. */
  readonly unpacked: string;
  /** The private directory of this instance: configuration, logs and login directory. */
  readonly directory: string;
  readonly root: string;
  readonly address: string;
  readonly ports: PortBlock;
  readonly account: Account;
}

/** The one user who may log in. */
export interface Account {
  readonly username: string;
  readonly password: string;
  /** The crypt(3) form of the password, which every server understands. */
  readonly passwordHash: string;
  readonly uid: number;
  readonly gid: number;
}

/** How to run a configured server, and how to read its log. */
export interface Launch {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The log file, in the instance's `logs` directory, that gets one such line for each session. */
  readonly sessions: { readonly file: string; readonly line: RegExp };
}
