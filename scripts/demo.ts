/**
 * Shows the action at work, without a server to set up or anything left behind:
 *
 *     npm run demo               deploys a small site to an FTPS server on this machine
 *     npm run demo -- --debug    the same, with every command and reply
 *
 * The server is the one that the tests use. The action is the built `dist/index.js`, run as a runner would run it.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { type ActionRun, runAction } from '../test/support/action.ts';
import { createAuthority } from '../test/support/certificates.ts';
import {
  type EmbeddedServer,
  startEmbeddedServer,
} from '../test/support/embedded-server/embedded-server.ts';
import { createWorkspace } from '../test/support/workspace.ts';
import { columns } from './demo/columns.ts';
import { differences, drawTree, readTree } from './demo/file-tree.ts';
import { RunnerLog } from './demo/runner-log.ts';
import { summaryText } from './demo/summary-text.ts';

const workspace = join(import.meta.dirname, '..', 'test', 'fixtures');
const site = 'site';
const remoteDirectory = 'www';
const withDebug = process.argv.includes('--debug');

/** Runs the demo; the lines that say what went wrong, none when all is well. */
async function demo(signal: AbortSignal): Promise<string[]> {
  await using scratch = await createWorkspace();
  const login = { username: 'deploy', password: randomBytes(12).toString('base64url') };
  const authority = await createAuthority({ commonName: 'Demo Authority' });
  const certificate = await authority.issue({
    commonName: 'Demo Server',
    ipAddresses: ['127.0.0.1'],
  });
  const root = join(scratch.path, 'server');
  await using server = await startEmbeddedServer({ root, certificate, ...login });
  say(
    `An FTPS server listens on ${server.host}:${server.port}: implicit TLS, a certificate made just now,`,
    'and data connections only for clients that resume their TLS session.',
  );

  heading('The job log');
  const inputs = {
    server: server.host,
    port: String(server.port),
    ...login,
    files: `${site}/**`,
    'remote-dir': remoteDirectory,
    'tls-ca': await scratch.write('ca.pem', authority.cert),
  };
  const log = new RunnerLog(say, { debug: withDebug });
  log.mask(login.password);
  log.line('::group::Run ./');
  log.line('with:');
  for (const [name, value] of Object.entries(inputs)) log.line(`  ${name}: ${value}`);
  log.line('::endgroup::');
  await using run = await runAction({
    inputs,
    workspace,
    signal,
    env: withDebug ? { RUNNER_DEBUG: '1' } : {},
    onLine: (line) => {
      log.line(line);
    },
  });

  heading('The outputs');
  say(...outputLines(run.outputs));
  heading('The job summary');
  say(...summaryText(run.summary));

  heading('What arrived on the server');
  const sent = await readTree(join(workspace, site));
  const arrived = await readTree(root);
  say(...drawTree('/', arrived), '');
  const problems = [
    ...exitProblems(run),
    ...differences(sent, await readTree(join(root, remoteDirectory))),
  ];
  if (problems.length === 0) say(good(verdict(sent.sizes.size, server)));
  return problems;
}

function verdict(files: number, server: EmbeddedServer): string {
  const { controlConnections, dataConnections, dataConnectionsResumed } = server;
  const connections = controlConnections === 1 ? 'connection' : 'connections';
  return [
    `All ${files} files arrived, byte for byte: ${controlConnections} control ${connections},`,
    `${dataConnections} data connections, ${dataConnectionsResumed} of them with the resumed TLS session.`,
  ].join(' ');
}

function exitProblems({ exitCode, signal }: ActionRun): string[] {
  if (exitCode === 0) return [];
  return [exitCode === null ? `the action was ended by ${signal}` : `exit code ${exitCode}`];
}

/** The list of files takes a line a file. */
function outputLines({ files = '[]', ...others }: ActionRun['outputs']): string[] {
  const list = JSON.stringify(JSON.parse(files), undefined, 2);
  return [
    `files: ${list}`,
    ...columns(Object.entries(others).map(([name, value]) => [`${name}:`, value])),
  ];
}

function heading(text: string): void {
  say(
    '',
    styleText(['bold', 'cyan'], `── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`),
    '',
  );
}

function good(text: string): string {
  return styleText('green', `✔ ${text}`);
}

function say(...lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}

// Whoever interrupts the demo, or closes the pipe that it writes to, gets a clean machine too.
const interruption = new AbortController();
const interrupt = () => {
  interruption.abort();
};
process.once('SIGINT', interrupt);
process.stdout.on('error', interrupt);

const problems = await demo(interruption.signal);
if (problems.length > 0) {
  console.error(styleText('red', '✘ The demo failed:', { stream: process.stderr }));
  for (const problem of problems) console.error(`  ${problem}`);
  process.exitCode = 1;
}
