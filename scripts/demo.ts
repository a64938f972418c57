/**
 * Runs the action on a small site, against an FTPS server on this machine. All files that it creates are temporary:
 *
 *     npm run demo               shows the job log, the outputs, the job summary and the uploaded files
 *     npm run demo -- --debug    also shows every command and reply
 *
 * The server is the one that the tests use. The action is the built `dist/index.js`, run the way a runner does.
 */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { runAction } from '../test/support/action.ts';
import { createWorkspace, tree } from '../test/support/workspace.ts';
import { startDemoServer } from './demo-server.ts';
import { printHeading, printLogLine, summaryText } from './readable-run.ts';

const workspace = join(import.meta.dirname, '..', 'test', 'fixtures');
const withDebug = process.argv.includes('--debug');

/** Runs the demo. Returns the problems; an empty list if there are none. */
async function demo(signal: AbortSignal): Promise<string[]> {
  await using scratch = await createWorkspace();
  const root = join(scratch.path, 'server');
  await mkdir(root);
  const login = { username: 'deploy', password: randomBytes(12).toString('base64url') };
  await using demoServer = await startDemoServer({ root, ...login });
  const { server } = demoServer;
  console.log(
    `An FTPS server runs on ${server.host}:${server.port}. It uses implicit TLS and requires TLS session reuse.`,
  );

  printHeading('Job log');
  await using run = await runAction({
    inputs: {
      server: server.host,
      port: String(server.port),
      ...login,
      files: 'site/**',
      'remote-dir': 'www',
      'tls-ca': await scratch.write('ca.pem', demoServer.ca),
    },
    workspace,
    signal,
    env: withDebug ? { RUNNER_DEBUG: '1' } : {},
    onLine: (line) => {
      printLogLine(line, withDebug);
    },
  });
  printHeading('Outputs');
  for (const [name, value] of Object.entries(run.outputs)) console.log(`${name}: ${value}`);
  printHeading('Job summary');
  console.log(summaryText(run.summary));

  printHeading('Files on the server');
  const sent = await tree(join(workspace, 'site'));
  const stored = join(root, 'www');
  await mkdir(stored, { recursive: true });
  const arrived = await tree(stored);
  const files = [...new Set([...sent.keys(), ...arrived.keys()])].map((file) => ({
    file,
    bytes: arrived.has(file) ? statSync(join(stored, file)).size : undefined,
    identical: sent.get(file) === arrived.get(file),
  }));
  console.table(files);
  const problems = files
    .filter(({ identical }) => !identical)
    .map(({ file }) => `${file} is missing, different, or not part of the site`);
  if (run.exitCode !== 0) problems.push(`The action ended with ${run.exitCode ?? run.signal}`);
  if (problems.length === 0) {
    const result = `All ${sent.size} files were uploaded and are identical: ${server.controlConnections} control connection, ${server.dataConnections} data connections, ${server.dataConnectionsResumed} of them resumed the TLS session.`;
    console.log(styleText('green', `✔ ${result}`));
  }
  return problems;
}

// Ctrl+C and a closed pipe end the demo early; the server and temporary files are still removed.
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
