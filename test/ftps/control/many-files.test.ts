import assert from 'node:assert/strict';

import { ReplyError } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';
import { partsWithout } from '../../support/target.ts';

const paths = Array.from({ length: 500 }, (_, index) => `www/page-${1000 + index}.html`);
// 25 bytes each; at most 4,000 bytes are in flight.
const windows = [0, 160, 320, 480].map((start) => paths.slice(start, start + 160));

dialogueAfterLogin(
  'sizes asks for many files with as many commands in flight as servers accept',
  `${windows
    .map(
      (window) =>
        `${window.map((path) => `C: SIZE ${path}\n`).join('')}${window.map((path) => `S: 213 ${path.slice(9, 13)}\n`).join('')}`,
    )
    .join('')}! client-ended`,
  async ({ client }) => {
    const sizes = await client.files.sizes(paths);
    assert.deepEqual(
      sizes,
      paths.map((_, index) => 1000 + index),
    );
  },
);

dialogueAfterLogin(
  'sizes returns refusals, in order',
  `
    C: SIZE a
    C: SIZE b
    C: SIZE c
    C: SIZE d
    S: 213 1
    S: 550 No such file
    S: 450 Busy
    S: 213 4
    ! client-ended`,
  async ({ client }) => {
    const sizes = await client.files.sizes(['a', 'b', 'c', 'd']);
    const codes = sizes.map((size) => (size instanceof ReplyError ? size.reply.code : size));
    assert.deepEqual(codes, [1, 550, 450, 4]);
  },
  { byteByByte: true },
);

dialogueAfterLogin(
  'sizes asks for one file at a time when pipelining is off, and no more when SIZE is not supported',
  `
    C: SIZE a
    S: 213 1
    C: SIZE b
    S: 502 Not implemented
    ! client-ended`,
  async ({ client }) => {
    const sizes = await client.files.sizes(['a', 'b', 'c']);
    assert.deepEqual(sizes, [1, undefined, undefined]);
  },
  { optional: partsWithout('pipelining') },
);

for (const [reply, code] of [
  ['226 Done', 'FTPS_PROTOCOL'],
  ['421 Too busy', 'FTPS_REPLY'],
  ['530 Not logged in', 'FTPS_REPLY'],
] as const) {
  dialogueAfterLogin(
    `sizes rejects after ${reply}`,
    `C: SIZE a\nS: ${reply}\n! client-ended`,
    async ({ client }) => {
      await assert.rejects(client.files.sizes(['a']), { code });
    },
  );
}

const forty = Array.from({ length: 40 }, (_, index) => `www/old-${index}.css`);

dialogueAfterLogin(
  'deleteAll deletes 40 files with one write, and returns refusals in order',
  `
    ${forty.map((path) => `C: DELE ${path}\n`).join('')}
    ${forty.map((_, index) => `S: ${index === 7 ? '550 No such file' : '250 Deleted'}\n`).join('')}
    ! client-ended`,
  async ({ client }) => {
    const refusals = await client.files.deleteAll(forty);
    assert.deepEqual(
      refusals.map((refusal) => refusal?.reply.code),
      forty.map((_, index) => (index === 7 ? 550 : undefined)),
    );
  },
);
