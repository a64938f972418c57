import path from 'node:path';

import type { PassiveListener } from '../passive-listener.ts';
import type { Upload } from './upload.ts';
import type { ServerState } from './server-state.ts';
import type { CommandOverride } from './options.ts';

/** The state of one control connection. */
export class Login {
  /** Accepted between directories like the slash, and used in replies. */
  readonly separator: '/' | '\\';
  username = '';
  authorized = false;
  secured = false;
  bufferSizeSet = false;
  dataProtected = false;
  directory = '/';
  restartAt = 0;
  renameFrom: string | undefined;
  /** The port of the next transfer. */
  passive: PassiveListener | undefined;
  /** Listeners that may still have an open connection. */
  readonly listeners = new Set<PassiveListener>();
  upload: Upload | undefined;

  constructor(separator: '/' | '\\') {
    this.separator = separator;
  }

  /** Resolves an argument to an absolute remote path. */
  resolve(argument: string): string {
    const { separator } = this;
    const slashed = separator === '/' ? argument : argument.replaceAll(separator, '/');
    return path.posix.resolve('/', this.directory, slashed);
  }
}

/** What a command can use: the state of its connection, the shared state, and the client. */
export interface CommandScope {
  readonly number: number;
  readonly login: Login;
  readonly server: ServerState;
  /** Sends a reply before the final one. */
  say(override: CommandOverride): Promise<void>;
  /** Called after the preliminary reply of an upload, when later commands may be performed. */
  uploadBegun(): void;
  /** Called at the end of an upload, before its final reply. */
  uploadEnded(): void;
  /** Starts TLS on the control connection. */
  secure(): Promise<void>;
}

/** Performs a command and returns its final reply. */
export type Command = (
  scope: CommandScope,
  argument: string,
) => CommandOverride | Promise<CommandOverride>;
