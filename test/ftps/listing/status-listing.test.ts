import assert from 'node:assert/strict';
import { describe } from 'node:test';

import type { FtpsClient } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';
import { partsWithout } from '../../support/target.ts';
import { collectGarbage } from '../memory.ts';

const line = (name: string, size: string | number = 9) =>
  `-rw-r--r--    1 2001     2001     ${size} Feb 03  2001 ${name}`;

/** The sizes of files by directory, `?` where a size is unknown; undefined where nothing is known. */
async function list(client: FtpsClient, ...paths: readonly string[]) {
  const requests = paths.map((path) => ({ path, accepts: () => true }));
  const listings = await client.listByStatus(requests);
  return listings.map((listing) =>
    listing === undefined
      ? undefined
      : Object.fromEntries(
          [...listing.values()].map((entry) => [
            entry.name,
            entry.isFile ? (entry.sizeBytes ?? '?') : 'no file',
          ]),
        ),
  );
}

dialogueAfterLogin(
  'listByStatus lists directories with one write',
  `
    C: STAT /www
    C: STAT css
    C: STAT ./-x
    C: STAT gone
    C: STAT .
    S: 213-Status follows:
    S: ${line('index.html', 120)}
    S: drwxr-xr-x    2 2001     2001     4096 Feb 03  2001 css
    S: 213 End of status
    S: 212-Status of css
    S:  ${line('main.css', '4.0k')}
    S: 212 End
    S: 211-Here
    S: 211-${line('a b')}
    S: 211 End
    S: 550 No such directory
    S: 221-Status of /:
    S: ${line('x')}
    S: 221 End
    C: SIZE a
    S: 213 5
    ! client-ended`,
  async ({ client }) => {
    assert.deepEqual(await list(client, '/www', 'css', '-x', 'gone', '.'), [
      { 'index.html': 120, css: 'no file' },
      { 'main.css': '?' },
      { 'a b': 9 },
      undefined,
      { x: 9 },
    ]);
    assert.equal(await client.size('a'), 5);
  },
  { byteByByte: true },
);

dialogueAfterLogin(
  'listByStatus sends no path that servers would expand or cut',
  `
    C: STAT a
    S: 213-Here
    S: 213 End
    ! client-ended`,
  async ({ client }) => {
    const unlisted = [
      'two words',
      'a*',
      'a?',
      '[a]',
      '{a,b}',
      'a\\b',
      '',
      'a\nb',
      'x'.repeat(5_000),
    ];
    assert.deepEqual(await list(client, ...unlisted, 'a'), [...unlisted.map(() => undefined), {}]);
  },
);

dialogueAfterLogin(
  'listByStatus sends one command at a time when pipelining is off',
  `
    C: STAT a
    S: 213-Here
    S: 213 End
    C: STAT b
    S: 213-Here
    S: 213 End
    ! client-ended`,
  async ({ client }) => {
    assert.deepEqual(await list(client, 'a', 'b'), [{}, {}]);
  },
  { optional: partsWithout('pipelining') },
);

dialogueAfterLogin(
  'listByStatus asks no more after the server has said that it does not support STAT',
  `
    C: STAT a
    S: 502 Not implemented
    C: SIZE a
    S: 213 5
    ! client-ended`,
  async ({ client }) => {
    assert.deepEqual(await list(client, 'a', 'b'), [undefined, undefined]);
    assert.deepEqual(await list(client, 'c'), [undefined]);
    assert.equal(await client.size('a'), 5);
  },
  { optional: partsWithout('pipelining') },
);

describe('listByStatus takes as unclear', () => {
  const cases: readonly (readonly [title: string, lines: readonly string[], expected: unknown])[] =
    [
      ['a name that appears twice', [line('a', 1), line('a', 2)], { a: 'no file' }],
      ['a name that is not UTF-8', [line('gr\\xf6\\xdfe'), line('b')], { b: 9 }],
      ['a path', [line('/www/a'), line('www/a'), line('..'), line('.'), line('b')], { b: 9 }],
      ['the name of the directory itself', [line('www')], {}],
    ];
  for (const [title, lines, expected] of cases) {
    dialogueAfterLogin(
      title,
      `C: STAT /www\nS: 213-Here\n${lines.map((one) => `S: ${one}`).join('\n')}\nS: 213 End\n! client-ended`,
      async ({ client }) => {
        assert.deepEqual(await list(client, '/www'), [expected]);
      },
    );
  }

  dialogueAfterLogin(
    'a line feed within a name, even one that looks like the end',
    `
      C: STAT a
      C: STAT b
      S: 213-Here
      S-raw: ${line('x')}\\n213 End\\n${line('forged')}\\r\\n
      S: ${line('y')}
      S: 213 End
      S: 213-Here
      S: 213 End
      ! client-ended`,
    async ({ client }) => {
      assert.deepEqual(await list(client, 'a', 'b'), [{ y: 9 }, {}]);
    },
    { byteByByte: true },
  );
});

dialogueAfterLogin(
  'listByStatus accepts lines that end with LF alone',
  `
    C: STAT a
    S-raw: 213-Here\\n${line('x')}\\n${line('y')}\\n213 End\\n
    ! client-ended`,
  async ({ client }) => {
    assert.deepEqual(await list(client, 'a'), [{ x: 9, y: 9 }]);
  },
);

const names = Array.from({ length: 60_000 }, (_, index) => `file-${index}.html`);

dialogueAfterLogin(
  'listByStatus keeps only the entries that are accepted, and not the reply',
  `
    C: STAT www
    S: 213-Here
    S-raw: ${names.map((name) => `${line(name)}\\r\\n`).join('')}
    S: 213 End
    C: SIZE a
    S: 213 5
    ! client-ended`,
  async ({ client, dialogueLines }) => {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const request = { path: 'www', accepts: (name: string) => name === 'file-59999.html' };
    const [listing] = await client.listByStatus([request]);
    collectGarbage();
    const growth = process.memoryUsage().heapUsed - before;
    assert.deepEqual([...(listing?.keys() ?? [])], ['file-59999.html']);
    assert.ok(growth < 2 * 1024 * 1024, `the heap grew by ${growth} bytes`);
    assert.equal(await client.size('a'), 5);
    const texts = dialogueLines.map(({ text }) => text);
    assert.ok(texts.includes('... 60000 lines of this reply cut'));
    assert.ok(texts.length < 60);
  },
);

describe('listByStatus rejects, and the client closes the connection, after', () => {
  const cases: readonly (readonly [title: string, replies: string, code: string])[] = [
    ['a reply to another command', 'S: 226 Transfer complete', 'FTPS_PROTOCOL'],
    ['a reply to USER', 'S: 331 Password required', 'FTPS_PROTOCOL'],
    ['a line without an end', `S: 213-Here\nS: ${'x'.repeat(9_000)}`, 'FTPS_PROTOCOL'],
    ['a reply without an end', `S: 213-Here\nS: ${line('a')}\n! silence`, 'FTPS_TIMEOUT'],
    ['421', 'S: 421 Too busy', 'FTPS_REPLY'],
  ];
  for (const [title, replies, code] of cases) {
    dialogueAfterLogin(
      title,
      `C: STAT a\n${replies}\n! client-ended`,
      async ({ client }) => {
        await assert.rejects(list(client, 'a'), { code });
        assert.ok(client.failure);
      },
      { timeoutMs: 500 },
    );
  }

  dialogueAfterLogin(
    'the end of the connection within a reply',
    `C: STAT a\nS: 213-Here\nS: ${line('a')}\n! close`,
    async ({ client }) => {
      await assert.rejects(list(client, 'a'), { code: 'FTPS_LOST' });
    },
  );
});
