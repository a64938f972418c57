/** Serves one directory with ftp-srv until standard input ends. The one argument is JSON with the settings. */
import { createRequire } from 'node:module';

import type { FtpSrvSettings } from './ftp-srv.ts';

/** The parts of ftp-srv that are used here; it's only there after its installation. */
interface FtpSrv {
  on(event: 'login', listener: (login: Login, accept: Accept, reject: Reject) => void): void;
  listen(): Promise<void>;
}
type FtpSrvClass = new (options: Readonly<Record<string, unknown>>) => FtpSrv;
interface Login {
  readonly username: string;
  readonly password: string;
}
type Accept = (options: { readonly root: string }) => void;
type Reject = (error: Error) => void;

const { FtpSrv: Server } = createRequire(import.meta.url)('ftp-srv') as { FtpSrv: FtpSrvClass };

const settings = JSON.parse(process.argv[2] ?? '') as FtpSrvSettings;
const { host, port, passive, username, password, root, key, cert } = settings;
const nothing = () => undefined;
const levels = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
const log = { ...levels, child: () => log };
const server = new Server({
  url: `ftps://${host}:${port}`,
  pasv_url: host,
  pasv_min: passive.first,
  pasv_max: passive.last,
  tls: { key, cert },
  log,
});
server.on('login', (login, accept, reject) => {
  if (login.username === username && login.password === password) accept({ root });
  else reject(new Error('Login incorrect.'));
});
await server.listen();
console.log('listening');
process.stdin.resume().on('end', () => process.exit());
