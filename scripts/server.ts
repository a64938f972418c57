/**
 * Starts the FTPS server of the tests and leaves it running, as a server to try things on:
 *
 *     npm run server                   on the port that .env.example names, until Ctrl+C
 *     npm run server -- --port 9991    on another one
 *
 * `npm start` runs the action against it. What clients upload goes to `.demo/files`, below the current directory; the
 * certificate is made anew each time, for the authority in `.demo/ca.pem`.
 */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { createAuthority } from '../test/support/certificates.ts';
import { startEmbeddedServer } from '../test/support/embedded-server/embedded-server.ts';
import type { CommandContext } from '../test/support/embedded-server/options.ts';

const folder = '.demo';
const login = { username: 'deploy', password: 'secret' };

/** Shows a command as it comes; the login's arguments are nobody's business, even here. */
function show({ verb, argument, session }: CommandContext): undefined {
  const shown = verb === 'PASS' ? '***' : argument;
  console.log(`${session}  ${verb === 'CONNECT' ? '(connected)' : `${verb} ${shown}`}`.trimEnd());
}

async function serve(port: number, ended: Promise<unknown>): Promise<void> {
  const authority = await createAuthority({ commonName: 'Demo Authority' });
  const certificate = await authority.issue({
    commonName: 'Demo Server',
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1'],
  });
  const [root, ca] = [join(folder, 'files'), join(folder, 'ca.pem')];
  await mkdir(root, { recursive: true });
  await using server = await startEmbeddedServer({
    ...{ root, port, certificate, ...login },
    onCommand: show,
  });
  await writeFile(ca, authority.cert);
  console.log(`FTPS (implicit TLS) on ${server.host}:${server.port}; Ctrl+C ends it.

  server    ${server.host}
  port      ${server.port}
  username  ${login.username}
  password  ${login.password}
  tls-ca    ${ca}
  tls-pin   sha256//${certificate.spkiSha256}

Uploads go to ${root}. Each command appears below, after the number of its control connection.
`);
  await ended;
}

const { values } = parseArgs({ options: { port: { type: 'string', default: '9990' } } });
const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
try {
  await serve(Number(values.port), ended);
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  console.error(`Port ${values.port} is taken: end what listens there, or use --port.`);
  process.exitCode = 1;
}
