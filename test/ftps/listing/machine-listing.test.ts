import assert from 'node:assert/strict';
import { describe } from 'node:test';

import type { FtpsClient } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const requested = `
  C: EPSV
  S: 229 (|||{data-port}|)
  C: MLSD www
`;
const next = '\nC: SIZE a\nS: 213 5\n! client-ended';
const file = (name: string) => `type=file;size=9;modify=20010203120506; ${name}\\r\\n`;

async function list(client: FtpsClient, path = 'www') {
  return await client.listDirectory({ path, accepts: (name) => !name.startsWith('.up-') });
}

async function names(client: FtpsClient): Promise<string[]> {
  const listing = await list(client);
  assert.ok(listing.outcome === 'listed');
  return [...listing.entries.values()].filter(({ isFile }) => isFile).map(({ name }) => name);
}

describe('listDirectory returns the files of', () => {
  const cases: readonly (readonly [title: string, replies: string, expected: readonly string[]])[] =
    [
      [
        'a directory',
        `S: 150 Here\nL: ${file('a')}type=dir; b\\r\\n${file('c d')}\nS: 226 Done`,
        ['a', 'c d'],
      ],
      ['an empty directory', 'S: 150 Here\nL:\nS: 226 Done', []],
      [
        'a server that ends with 200',
        `S: 150 Here\nL: ${file('a')}\nS: 200 mlsd transfer done`,
        ['a'],
      ],
      [
        'a server that ends with two lines',
        `S: 150 Here\nL: ${file('a')}\nS: 226-Options: -a -l\nS: 226 32 matches total`,
        ['a'],
      ],
      [
        'a directory with . and .. in the middle',
        `S: 150 Here\nL: ${file('a')}type=cdir; .\\r\\ntype=pdir; ..\\r\\n${file('b')}\nS: 226 Done`,
        ['a', 'b'],
      ],
      [
        'a directory with a line feed in a name',
        `S: 150 Here\nL: ${file('x\\ntype=file;size=1; forged')}${file('b')}\nS: 226 Done`,
        ['b'],
      ],
      [
        'a directory with a name twice',
        `S: 150 Here\nL: ${file('a')}${file('a')}${file('b')}\nS: 226 Done`,
        ['b'],
      ],
      [
        'a directory with a name that is not UTF-8',
        `S: 150 Here\nL: ${file('gr\\xf6\\xdfe')}${file('b')}\nS: 226 Done`,
        ['b'],
      ],
      [
        'a directory with files that were not asked for',
        `S: 150 Here\nL: ${file('.up-x-1')}${file('b')}\nS: 226 Done`,
        ['b'],
      ],
    ];
  for (const [title, replies, expected] of cases) {
    dialogueAfterLogin(
      title,
      `${requested}${replies}${next}`,
      async ({ client }) => {
        assert.deepEqual(await names(client), expected);
        assert.equal(await client.size('a'), 5);
      },
      { versions },
    );
  }
});

dialogueAfterLogin(
  'listDirectory lists the login directory as "."',
  `
    C: EPSV
    S: 229 (|||{data-port}|)
    C: MLSD .
    S: 150 Here
    L: ${file('a')}
    S: 226 Done
    ! client-ended`,
  async ({ client }) => {
    assert.equal((await list(client, '')).outcome, 'listed');
  },
);

describe('listDirectory returns the outcome', () => {
  const cases: readonly (readonly [title: string, replies: string, outcome: string])[] = [
    ['refused after 550', 'S: 550 No such directory', 'refused'],
    ['refused after 501', 'S: 501 No such directory.', 'refused'],
    ['refused after 500', 'S: 500 Unknown command', 'refused'],
    ['refused after 150 and 450', 'S: 150 Here\nL:\nS: 450 No such directory', 'refused'],
    ['refused after 550 with a reset', '! reset-data\nS: 550 No such directory', 'refused'],
    [
      'truncated when the server says so',
      `S: 150 Here\nL: ${file('a')}\nS: 226 Output truncated to 10000 matches`,
      'truncated',
    ],
    [
      'truncated when it ends within a line',
      `S: 150 Here\nL: ${file('a')}type=file;size=9; ab\nS: 226 Done`,
      'truncated',
    ],
  ];
  for (const [title, replies, outcome] of cases) {
    dialogueAfterLogin(
      title,
      `${requested}${replies}${next}`,
      async ({ client }) => {
        assert.equal((await list(client)).outcome, outcome);
        assert.equal(await client.size('a'), 5);
      },
      { versions },
    );
  }
});

describe('listDirectory rejects', () => {
  const cases: readonly (readonly [title: string, replies: string, code: string])[] = [
    ['425', 'S: 425 No data connection', 'FTPS_REPLY'],
    ['426 after a part', `S: 150 Here\nL: ${file('a')}\n! reset-data\nS: 426 Broken`, 'FTPS_REPLY'],
    [
      'a reset, whatever the final reply',
      `S: 150 Here\nL: ${file('a')}\n! reset-data\nS: 226 Done`,
      'FTPS_LOST',
    ],
  ];
  for (const [title, replies, code] of cases) {
    dialogueAfterLogin(
      title,
      `${requested}${replies}${next}`,
      async ({ client }) => {
        await assert.rejects(list(client), { code });
        assert.equal(await client.size('a'), 5);
      },
      { versions },
    );
  }

  dialogueAfterLogin(
    'a listing whose final reply is missing',
    `${requested}S: 150 Here\nL: ${file('a')}\n! close`,
    async ({ client }) => {
      await assert.rejects(list(client), { code: 'FTPS_LOST', connection: 'control' });
    },
  );
});
