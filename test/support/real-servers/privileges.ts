import { spawnSync } from 'node:child_process';

// Servers write as this user if the tests run as root, so that file permissions apply. No account has this number.
const UNPRIVILEGED_ID = 20_021;

const runsAsRoot = (): boolean => process.getuid?.() === 0;

/** Prefixes a command that needs root. */
export function asRoot(command: readonly string[]): string[] {
  return runsAsRoot() ? [...command] : ['sudo', '-n', ...command];
}

/** The user that owns the login directory: the user of the tests unless that is root. */
export function loginIds(): { uid: number; gid: number } {
  if (runsAsRoot()) return { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID };
  return { uid: process.getuid?.() ?? UNPRIVILEGED_ID, gid: process.getgid?.() ?? UNPRIVILEGED_ID };
}

let jailProblem: { readonly reason: string | undefined } | undefined;

/** Why mount and PID namespaces are unavailable here; checked once. */
export function whyNoJail(): string | undefined {
  jailProblem ??= { reason: findJailProblem() };
  return jailProblem.reason;
}

function findJailProblem(): string | undefined {
  const succeeds = (command: readonly string[]): boolean =>
    spawnSync(command[0] ?? '', command.slice(1), { stdio: 'ignore' }).status === 0;
  if (!runsAsRoot() && !succeeds(asRoot(['true']))) return 'needs root or passwordless sudo';
  const namespaces = ['unshare', '--mount', '--pid', '--fork', '--kill-child', 'true'];
  return succeeds(asRoot(namespaces)) ? undefined : 'needs permission to make namespaces (unshare)';
}
