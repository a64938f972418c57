import assert from 'node:assert/strict';

import type { FtpsClient } from '../../src/ftps/client.ts';
import { Bytes } from '../support/upload-sources.ts';

/** A reply to EPSV. */
export const port = '229 Entering Extended Passive Mode (|||{data-port}|)';
/** The greeting. */
export const greeting = 'S: 220 Ready\n';

/** The first of several uploads, with the lines of the server from the preliminary reply to the reply to NOOP. */
export const firstUpload = (...lines: readonly string[]) => `
  C: EPSV
  S: ${port}
  C: STOR a
  C: NOOP
  ${lines.join('\n')}
  C: SIZE a
  C: EPSV
  S: 213 5
  S: ${port}
`;

/** The first upload to a server that processes commands in order. */
export const inOrder = firstUpload('S: 150 Go on', 'D: hello', 'S: 226 Complete', 'S: 200 NOOP ok');
/** The first upload to a server that processes commands during transfers. */
export const duringTransfer = firstUpload(
  'S: 150 Go on',
  'S: 200 NOOP ok',
  'D: hello',
  'S: 226 Complete',
);

/** Uploads a file and returns its size on the server, from the follow-up command. */
export async function storeWithSize(
  client: FtpsClient,
  name: string,
  moreUploads = true,
): Promise<number | undefined> {
  const followUps = [client.files.sizeCommand(name)];
  const options = { followUps, moreUploads };
  const { replies, failure } = await client.store(name, new Bytes('hello'), options);
  if (failure !== undefined) throw failure;
  assert.equal(replies.length, 1);
  return client.files.parseSize(replies[0]!)?.bytes;
}

/** Uploads files one after the other and checks the size of each. */
export async function storeAll(client: FtpsClient, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const moreUploads = name !== names.at(-1);
    assert.equal(await storeWithSize(client, name, moreUploads), 5);
  }
}
