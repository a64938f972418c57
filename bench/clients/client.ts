import type { Workload } from '../workloads.ts';

/** What to upload, and where to. The files go into the login directory. */
export interface Task {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Path of the certificate authority's PEM file. */
  readonly ca: string;
  readonly workload: Workload;
  /** A private directory, for configuration files for example. It is the current directory and `HOME`. */
  readonly scratch: string;
}

/** How to run a client. */
export interface Command {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Files of its own that the client uploads, such as its state. */
  readonly extraFiles?: readonly string[];
}

/** A program that uploads files, over one control connection unless its name says otherwise. */
export interface Client {
  /** The version, in one line. */
  version(): Promise<string>;
  command(task: Task): Promise<Command>;
}
