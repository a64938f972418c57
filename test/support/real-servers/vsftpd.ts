import { join } from 'node:path';
import { createLog, PAM_SERVICE } from './instance-files.ts';
import { searchPaths } from './installed.ts';
import type { Launch, Setup } from './types.ts';

/** vsftpd with one system user, whose password PAM checks. */
export async function configureVsftpd(
  setup: Setup,
  writeConfiguration: (text: string) => Promise<string>,
): Promise<Launch> {
  const sessionLog = await createLog(setup.directory, 'vsftpd.log');
  const configuration = await writeConfiguration(vsftpdConfiguration(setup, sessionLog));
  return {
    command: [join(setup.unpacked, 'usr/sbin/vsftpd'), configuration],
    environment: {
      ...searchPaths(setup.unpacked),
      OPENSSL_CONF: join(setup.directory, 'openssl.cnf'),
    },
    sessions: { file: 'vsftpd.log', line: /CONNECT: Client/g },
  };
}

function vsftpdConfiguration(setup: Setup, sessionLog: string): string {
  const { address, directory, options, ports, root } = setup;
  const yesOrNo = (value: boolean): string => (value ? 'YES' : 'NO');
  return `listen=YES
listen_address=${address}
listen_port=${ports.control}
background=NO
anonymous_enable=NO
local_enable=YES
write_enable=YES
local_root=${root}
chroot_local_user=YES
allow_writeable_chroot=YES
secure_chroot_dir=${join(directory, 'empty')}
pam_service_name=${PAM_SERVICE}
pasv_min_port=${ports.firstPassive}
pasv_max_port=${ports.lastPassive}
ssl_enable=YES
implicit_ssl=${yesOrNo(options.mode !== 'explicit')}
force_local_data_ssl=YES
force_local_logins_ssl=YES
ssl_tlsv1=YES
ssl_sslv2=NO
ssl_sslv3=NO
ssl_ciphers=HIGH
require_ssl_reuse=${yesOrNo(options.requireSessionReuse ?? true)}
rsa_cert_file=${join(directory, 'fullchain.pem')}
rsa_private_key_file=${join(directory, 'key.pem')}
xferlog_enable=YES
xferlog_std_format=NO
log_ftp_protocol=YES
vsftpd_log_file=${sessionLog}
${(options.settings ?? []).join('\n')}
`;
}
