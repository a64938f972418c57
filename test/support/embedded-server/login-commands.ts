import type { Command } from './command.ts';

const user: Command = ({ login, server }, argument) => {
  if (server.tls !== undefined && !login.secured) {
    return '530 Non-anonymous sessions must use encryption.';
  }
  login.authorized = false;
  login.username = argument;
  return '331 Please specify the password.';
};

const pass: Command = ({ login, server }, argument) => {
  if (login.username === '') return '503 Login with USER first.';
  const { username, password } = server.options;
  login.authorized = login.username === username && argument === password;
  return login.authorized ? '230 Login successful.' : '530 Login incorrect.';
};

const auth: Command = async (scope, argument) => {
  if (scope.server.tls === undefined) return '502 TLS is not supported.';
  if (scope.login.secured) return '503 TLS is already on.';
  if (!/^(TLS|TLS-C|SSL)$/i.test(argument)) return '504 Unknown AUTH type.';
  await scope.say('234 Proceed with negotiation.');
  try {
    await scope.secure();
    return [];
  } catch {
    return 'close';
  }
};

const pbsz: Command = ({ login }, argument) => {
  if (!login.secured) return '503 PBSZ needs a secure connection.';
  if (!/^\d+$/.test(argument)) return '501 Bad buffer size.';
  login.bufferSizeSet = true;
  return '200 PBSZ set to 0.';
};

const prot: Command = ({ login }, argument) => {
  if (!login.bufferSizeSet) return '503 PROT needs PBSZ first.';
  const level = argument.toUpperCase();
  if (level !== 'P' && level !== 'C') return '536 PROT not supported.';
  login.dataProtected = level === 'P';
  return level === 'P' ? '200 PROT now Private.' : '200 PROT now Clear.';
};

const feat: Command = ({ server }) => [
  '211-Features:',
  ...(server.tls === undefined ? [] : [' AUTH TLS', ' PBSZ', ' PROT']),
  ' EPSV',
  ' PASV',
  ' HASH SHA-256*',
  ' XSHA256',
  ' MDTM',
  ' MFMT',
  ' REST STREAM',
  ' SIZE',
  ' TVFS',
  ' UTF8',
  '211 End',
];

/** Login, protection of the connections, features and transfer parameters. */
export const loginCommands: Readonly<Record<string, Command>> = {
  USER: user,
  PASS: pass,
  AUTH: auth,
  PBSZ: pbsz,
  PROT: prot,
  FEAT: feat,
  OPTS: (_scope, argument) =>
    /^(UTF8 ON|HASH SHA-256)$/i.test(argument) ? '200 Done.' : '501 Option not understood.',
  SYST: () => '215 UNIX Type: L8',
  TYPE: (_scope, argument) =>
    /^(I|A|A N|L 8)$/i.test(argument) ? `200 Type set to ${argument}.` : '504 Unknown type.',
  STRU: (_scope, argument) => (/^F$/i.test(argument) ? '200 Done.' : '504 Unknown structure.'),
  MODE: (_scope, argument) => (/^S$/i.test(argument) ? '200 Done.' : '504 Unknown mode.'),
  NOOP: () => '200 NOOP ok.',
  QUIT: () => ({ reply: '221 Goodbye.', then: 'close' }),
};

/** Commands that work before the login. */
export const beforeLogin: ReadonlySet<string> = new Set([
  ...['USER', 'PASS', 'AUTH', 'PBSZ', 'PROT', 'FEAT', 'OPTS', 'SYST', 'NOOP', 'QUIT'],
]);
