// usage: ftp-deploy-upload.js HOST PORT SOURCE, with LOGIN_NAME and LOGIN_PASSWORD
// JavaScript, so that stripping types doesn't count as ftp-deploy's time.
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
