/**
 * Runs the action on a small site, against an FTPS server on this machine. All files that it creates are temporary:
 *
 *     npm run demo               shows the job log, the outputs, the job summary and the uploaded files
 *     npm run demo -- --debug    also shows every command and reply
 *
 * The server is the one that the tests use. The action is the built `dist/index.js`, run the way a runner does.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { assertSameTree, createWorkspace, tree } from '../test/support/workspace.ts';
import { startDemoServer } from './demo-server.ts';
import { printHeading, showRun } from './readable-run.ts';

const workspace = join(import.meta.dirname, '..', 'test', 'fixtures');

await using scratch = await createWorkspace();
const root = join(scratch.path, 'server');
const login = { username: 'deploy', password: randomBytes(12).toString('base64url') };
await using demo = await startDemoServer({ root, ...login });
const { server } = demo;
console.log(
  `An FTPS server runs on ${server.host}:${server.port}. It uses implicit TLS and requires TLS session reuse.`,
);
await using run = await showRun({
  inputs: {
    ...{ server: server.host, port: String(server.port), ...login },
    ...{ files: 'site/**', 'remote-dir': 'www' },
    'tls-ca': await scratch.write('ca.pem', demo.ca),
  },
  workspace,
});
assert.equal(run.exitCode, 0, 'The action failed.');

printHeading('Files on the server');
const stored = await tree(join(root, 'www'));
console.log([...stored.keys()].join('\n'));
assertSameTree(stored, await tree(join(workspace, 'site')));
const result = `All ${stored.size} files were uploaded and are identical: ${server.controlConnections} control connection, ${server.dataConnections} data connections, ${server.dataConnectionsResumed} of them resumed the TLS session.`;
console.log(styleText('green', `\n✔ ${result}`));
