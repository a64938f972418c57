import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { searchPaths } from './installed.ts';
import { createLog, writeSecret } from './instance-files.ts';
import type { Launch, Setup } from './types.ts';

/** ProFTPD with mod_tls and mod_digest, the other settings of Debian, and a separate password file. */
export async function configureProftpd(
  setup: Setup,
  writeConfiguration: (text: string) => Promise<string>,
): Promise<Launch> {
  const { account, directory } = setup;
  const systemLog = await createLog(directory, 'proftpd.log');
  await writeSecret(
    join(directory, 'proftpd-users'),
    `${account.username}:${account.passwordHash}:${account.uid}:${account.gid}::${setup.root}:/bin/sh\n`,
  );
  const configuration = await writeConfiguration(
    [serverPart(setup, systemLog), tlsPart(setup)].join(''),
  );
  return {
    command: [join(setup.unpacked, 'usr/sbin/proftpd'), '-n', '-q', '-d', '2', '-c', configuration],
    environment: {
      ...searchPaths(setup.unpacked),
      // Sets the character set of file names.
      LC_ALL: 'C.UTF-8',
      OPENSSL_CONF: join(directory, 'openssl.cnf'),
    },
    sessions: { file: 'proftpd.log', line: /session requested from client/g },
  };
}

function serverPart(setup: Setup, systemLog: string): string {
  const { account, address, directory, options, ports, unpacked } = setup;
  return `ModulePath ${join(unpacked, 'usr/lib/proftpd')}
${loadModules(join(unpacked, 'usr/lib/proftpd'))}
${(options.settings ?? []).join('\n')}
ServerName "test server"
ServerType standalone
DefaultAddress ${address}
SocketBindTight on
Port ${ports.control}
PassivePorts ${ports.firstPassive} ${ports.lastPassive}
UseIPv6 off
UseReverseDNS off
User ${account.username}
Group ${account.username}
Umask 022
MaxInstances 30
PidFile ${join(directory, 'proftpd.pid')}
ScoreboardFile ${join(directory, 'scoreboard')}
SystemLog ${systemLog}
SyslogLevel debug
<Class tests>
From 127.0.0.1
</Class>
WtmpLog off
TransferLog none
AuthUserFile ${join(directory, 'proftpd-users')}
AuthOrder mod_auth_file.c
DefaultRoot ${setup.root}
RequireValidShell off
AllowOverwrite on
DenyFilter \\*.*/
<IfModule mod_delay.c>
DelayTable ${join(directory, 'delays')}
</IfModule>
<IfModule mod_ctrls.c>
ControlsEngine off
</IfModule>
`;
}

/** Loads mod_ls and mod_xfer, which have the basic commands, if Debian's build doesn't include them. */
function loadModules(directory: string): string {
  return ['mod_ls', 'mod_xfer', 'mod_tls', 'mod_copy', 'mod_digest', 'mod_site_misc']
    .filter((module) => existsSync(join(directory, `${module}.so`)))
    .map((module) => `LoadModule ${module}.c`)
    .join('\n');
}

function tlsPart(setup: Setup): string {
  const { directory, options } = setup;
  const flags = [
    ...(options.mode === 'explicit' ? [] : ['UseImplicitSSL']),
    ...((options.requireSessionReuse ?? true) ? [] : ['NoSessionReuseRequired']),
  ];
  const chain = options.certificate.chain === undefined ? [] : ['chain.pem'];
  const clients = options.clientCa === undefined ? [] : ['client-ca.pem'];
  const lines = [
    'TLSEngine on',
    'TLSRequired on',
    `TLSProtocol ${options.tls ?? 'TLSv1.2 TLSv1.3'}`,
    `TLSRSACertificateFile ${join(directory, 'certificate.pem')}`,
    `TLSRSACertificateKeyFile ${join(directory, 'key.pem')}`,
    ...chain.map((file) => `TLSCertificateChainFile ${join(directory, file)}`),
    ...clients.map((file) => `TLSCACertificateFile ${join(directory, file)}`),
    `TLSVerifyClient ${clients.length > 0 ? 'on' : 'off'}`,
    `TLSLog ${join(directory, 'logs', 'proftpd-tls.log')}`,
    ...(flags.length > 0 ? [`TLSOptions ${flags.join(' ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
