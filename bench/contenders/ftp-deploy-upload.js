// usage: ftp-deploy-upload.js HOST PORT SOURCE, with LOGIN_NAME and LOGIN_PASSWORD
// JavaScript, because the time to strip types from TypeScript would count as ftp-deploy's.
import { deploy } from '@samkirkland/ftp-deploy';

const [server, port, source] = process.argv.slice(2);
await deploy({
  server,
  port: Number(port),
  username: process.env.LOGIN_NAME,
  password: process.env.LOGIN_PASSWORD,
  protocol: 'ftps-legacy',
  security: 'strict',
  'local-dir': `${source}/`,
  'server-dir': './',
  'log-level': 'minimal',
});
