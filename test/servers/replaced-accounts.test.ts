import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { skipWithout } from '../support/real-server-fixture.ts';
import { asRoot } from '../support/real-servers/privileges.ts';

const skip = skipWithout('vsftpd');

test(
  'vsftpd accepts the password after the account files in /etc were replaced',
  { skip },
  async () => {
    const copy = await mkdtemp(path.join(tmpdir(), 'etc-'));
    const program = fileURLToPath(new URL('replaced-accounts-program.ts', import.meta.url));
    const script = 'cp -a /etc/. "$0" && mount --bind "$0" /etc && "$1" "$2"';
    try {
      await runAsRoot('unshare', '--mount', 'sh', '-c', script, copy, process.execPath, program);
    } finally {
      await runAsRoot('rm', '-rf', copy);
    }
  },
);

/** Rejects with what the command wrote to stderr if it fails. */
async function runAsRoot(...command: readonly string[]): Promise<void> {
  const [file = '', ...args] = asRoot(command);
  await promisify(execFile)(file, args);
}
