import type { AdviceContext } from '../../../src/action/advice/advice-context.ts';
import { adviceFor } from '../../../src/action/advice/advice.ts';

/** An error in a run, and the advice for it. */
export interface AdviceCase {
  readonly when: string;
  readonly error: Error;
  readonly context?: Partial<AdviceContext>;
  readonly advice: RegExp;
}

/** The advice for an error, by default before a login over implicit TLS. */
export function advice(error: Error, context: Partial<AdviceContext> = {}): string | undefined {
  return adviceFor(error, {
    host: 'ftp.example',
    tlsMode: 'implicit',
    passwordIsEmpty: false,
    certificateNeedsTls13: false,
    publish: 'direct',
    remoteDir: '',
    alternativePort: undefined,
    remotePath: undefined,
    loginDirectory: '/home/deploy',
    hasLoggedIn: false,
    acceptedFiles: 'nowhere',
    dataConnections: 0,
    renames: 0,
    sync: undefined,
    verifiesChecksums: false,
    ...context,
  });
}

/** Contexts of runs with other TLS modes, and after a login. */
export const explicit = { tlsMode: 'explicit' } as const;
export const none = { tlsMode: 'none' } as const;
export const loggedIn = { hasLoggedIn: true };
