import path from 'node:path';

import type { PassiveListener } from '../passive-listener.ts';
import type { Upload } from './upload.ts';
import type { ServerState } from './server-state.ts';
import type { CommandOverride } from './options.ts';

/** What one control connection has been told so far. */
export class Login {
  username = '';
  authorized = false;
  secured = false;
  bufferSizeSet = false;
  dataProtected = false;
  directory = '/';
  restartAt = 0;
  renameFrom: string | undefined;
  /** Waits for the next upload. */
  passive: PassiveListener | undefined;
  /** Every one that may still have an open connection. */
  readonly listeners = new Set<PassiveListener>();
  upload: Upload | undefined;

  /** The absolute remote path that an argument means. */
  resolve(argument: string): string {
    return path.posix.resolve('/', this.directory, argument);
  }
}

/** What a command may use: the state, the shared state, and the way to the client. */
export interface CommandScope {
  readonly number: number;
  readonly login: Login;
  readonly server: ServerState;
  /** Says something before the final reply. */
  say(override: CommandOverride): Promise<void>;
  /** Told when the preliminary reply of an upload has been said, so that what follows may be answered. */
  uploadBegun(): void;
  /** Told when an upload is over, before its final reply. */
  uploadEnded(): void;
  /** Continues the control connection under TLS. */
  secure(): Promise<void>;
}

/** Carries out a command and gives its final reply. */
export type Command = (
  scope: CommandScope,
  argument: string,
) => CommandOverride | Promise<CommandOverride>;
