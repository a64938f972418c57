import type { Workload } from '../workloads.ts';

/** Where to upload what; the files belong into the login directory, which is empty. */
export interface Task {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Path of the certificate authority's PEM file. */
  readonly ca: string;
  readonly workload: Workload;
  /** A private directory for settings and the like; it is the current directory and `HOME`. */
  readonly scratch: string;
}

/** How to run a contender. */
export interface Command {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Files that it leaves on the server for itself. */
  readonly leaves?: readonly string[];
}

/** A program that uploads files one after another over one control connection. */
export interface Contender {
  /** Which version it is, in a line. */
  version(): Promise<string>;
  command(task: Task): Promise<Command>;
}
