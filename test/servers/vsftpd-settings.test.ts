/** vsftpd with settings that end a session with an unencrypted error, `500 OOPS`. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';

import type { RealServer } from '../support/real-servers/index.ts';
import { createWorkspace } from '../support/workspace.ts';
import { deploy, needs, withServer } from './deployment.ts';

const troubles: readonly {
  readonly title: string;
  readonly settings: readonly string[];
  readonly prepare?: (server: RealServer) => Promise<void>;
  readonly message: RegExp;
}[] = [
  {
    title: 'the login directory is writable and chroot is on',
    settings: ['allow_writeable_chroot=NO'],
    message: /500 OOPS: vsftpd: refusing to run with writable root inside chroot\(\)/,
  },
  {
    title: 'the home directory is missing',
    settings: [],
    prepare: ({ root }) => rm(root, { recursive: true }),
    message: /500 OOPS: cannot change directory:/,
  },
];

for (const mode of ['implicit', 'explicit'] as const) {
  for (const { title, settings, prepare, message } of troubles) {
    test(
      `vsftpd receives the password once when ${title}, and the log shows its words (${mode})`,
      needs('vsftpd'),
      async (t) => {
        await using site = await createWorkspace({ 'index.html': 'hello' });
        await withServer(t, 'vsftpd', { mode, settings }, async (server) => {
          await prepare?.(server);
          const run = await deploy(t, server, site, { 'tls-mode': mode });
          assert.equal(run.exitCode, 1, run.log);
          assert.equal(run.transcript.match(/ C: PASS /g)?.length, 1, run.transcript);
          assert.equal(await server.controlConnections(), 1);
          assert.match(run.log, message);
          assert.doesNotMatch(run.log, /ERR_SSL|Check the username and password/);
        });
      },
    );
  }
}
