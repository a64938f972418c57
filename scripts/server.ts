/**
 * Starts the FTPS server of the tests and keeps it running, to try things out:
 *
 *     npm run server                   on the port in .env or .env.example, until Ctrl+C
 *     npm run server -- --port 9991    on another port
 *
 * `npm start` runs the action against it. Uploads are stored in `.demo/files` in the current directory. The certificate is
 * new each time and was issued by the authority in `.demo/ca.pem`.
 */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { CommandContext } from '../test/support/embedded-server/options.ts';
import { startDemoServer } from './demo-server.ts';

const root = join('.demo', 'files');
const caFile = join('.demo', 'ca.pem');
const login = { username: 'deploy', password: 'secret' };

/** Prints a command when it arrives, without the password. */
function printCommand({ verb, argument, session }: CommandContext): undefined {
  const shown = verb === 'PASS' ? '***' : argument;
  console.log(`${session}  ${verb === 'CONNECT' ? '(connected)' : `${verb} ${shown}`}`.trimEnd());
}

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const port = Number(values.port ?? process.env['INPUT_PORT'] ?? 9990);
const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await mkdir(root, { recursive: true });
await using demo = await startDemoServer({ root, port, ...login, onCommand: printCommand });
await writeFile(caFile, demo.ca);
console.log(`FTPS (implicit TLS) on ${demo.server.host}:${demo.server.port}. Press Ctrl+C to stop.

  server    ${demo.server.host}
  port      ${demo.server.port}
  username  ${login.username}
  password  ${login.password}
  tls-ca    ${caFile}
  tls-pin   ${demo.pin}

Uploads are stored in ${root}. Each command is listed below, after the number of its control connection.
`);
await interrupted;
