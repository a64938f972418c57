import assert from 'node:assert/strict';

import type { PublishMode } from '../../src/deploy/index.ts';
import type { Deployed } from '../support/deployment.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import type {
  EmbeddedServerOptions,
  UploadContext,
  UploadFault,
} from '../support/embedded-server/options.ts';
import { assertSameTree, tree } from '../support/workspace.ts';

export const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];
export const fileCount = 60;

/** Sizes from 1 byte to 60 KiB, an entry page, and one in a directory. */
const site = Object.fromEntries([
  ...Array.from({ length: fileCount - 2 }, (_, index) => [
    `assets/${index % 7}/${index}.js`,
    1 + 1_024 * index,
  ]),
  ['index.html', '<h1>1</h1>'],
  ['assets/0/index.html', '<h1>2</h1>'],
]) as Record<string, string | number>;

export async function createSite(options: Partial<EmbeddedServerOptions> = {}) {
  return await createFixture(site, {}, options);
}

export async function assertDeployed({ files, remote }: DeploymentFixture, { result }: Deployed) {
  assert.equal(result.error, undefined);
  assertSameTree(await tree(remote.path), await tree(files.path));
  assert.deepEqual(
    result.files.filter(({ status }) => status !== 'uploaded').map(({ remotePath }) => remotePath),
    [],
  );
}

/** For `onData`: a session breaks during its nth upload. */
export function losing(session: number, nth: number) {
  let uploads = 0;
  return (upload: UploadContext): UploadFault | undefined => {
    if (upload.session !== session) return undefined;
    uploads += 1;
    return uploads === nth ? { at: 0, data: 'reset', final: 'reset' } : undefined;
  };
}

/** Number of the uploads on each control connection. */
export const uploadsBySession = ({ server }: DeploymentFixture) =>
  server.dialogues.map((dialogue) => dialogue.filter((line) => line.startsWith('C: STOR ')).length);
