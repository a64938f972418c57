/** Names that are the same to some servers. */
import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import { FileNameError } from '../../../src/deploy/index.ts';
import { createFixture, timesSent } from '../../support/embedded-deployment.ts';
import type { EmbeddedServerOptions } from '../../support/embedded-server/options.ts';
import { errorOf, statuses } from '../events.ts';

const skip = process.platform === 'linux' ? false : 'the file system folds names itself';

type ChangePath = NonNullable<EmbeddedServerOptions['changePath']>;

const onPaths =
  (change: (argument: string) => string): ChangePath =>
  (argument, verb) =>
    ['USER', 'PASS'].includes(verb) ? argument : change(argument);
const ignoresCase = onPaths((name) => name.toLowerCase());
const ignoresForm = onPaths((name) => name.normalize('NFC'));
const ignoresTrailing = onPaths((name) => name.replace(/(?<=[^./ ])[. ]+(?=\/|$)/g, ''));

interface Pair {
  readonly title: string;
  readonly changePath: ChangePath;
  readonly first: string;
  readonly second: string;
}

const pairs: readonly Pair[] = [
  { title: 'case', changePath: ignoresCase, first: 'Logo.png', second: 'logo.png' },
  { title: 'case of a directory', changePath: ignoresCase, first: 'A/x', second: 'a/x' },
  { title: 'case of single letters', changePath: ignoresCase, first: 'A', second: 'a' },
  { title: 'the form of umlauts', changePath: ignoresForm, first: 'u\u0308', second: '\u00fc' },
  { title: 'the form of accents', changePath: ignoresForm, first: 'e\u0301', second: '\u00e9' },
  { title: 'trailing dots', changePath: ignoresTrailing, first: 'x', second: 'x.' },
  { title: 'trailing spaces', changePath: ignoresTrailing, first: 'd /x', second: 'd/x' },
];

describe('A file whose name is that of another one to a server that ignores', { skip }, () => {
  for (const { title, changePath, first, second } of pairs) {
    for (const publish of ['direct', 'atomic'] as const) {
      test(`${title}, ${publish}, fails with an error of its own, and the others are uploaded`, async () => {
        await using fixture = await createFixture(
          { [first]: 'one', [second]: 'two', 'z.txt': 'z' },
          {},
          { changePath },
        );
        const deployed = await fixture.deploy({ publish });
        const { result } = deployed;
        const uploaded = result.files.filter(({ status }) => status === 'uploaded');
        assert.deepEqual(
          uploaded.map(({ remotePath }) => remotePath),
          [first, 'z.txt'],
        );
        const error = errorOf(result, second);
        assert.ok(error instanceof FileNameError, String(error));
        assert.equal(error.problem, 'same-file');
        assert.equal(error.otherPath, first);
        assert.equal(await fixture.remoteText(changePath(first, 'STOR')), 'one');
        assert.equal(timesSent(deployed, 'STOR'), 2);
        assert.deepEqual(result.remainingTemporaryFiles, []);
      });

      test(`${title}, ${publish}, fails in a second deployment, too`, async () => {
        const content = { [first]: 'one', [second]: 'two' };
        await using fixture = await createFixture(content, {}, { changePath });
        await fixture.deploy({ publish });
        const { result } = await fixture.deploy({ publish });
        assert.equal(statuses(result), `${first} uploaded, ${second} failed`);
      });

      test(`${title}, ${publish}, is uploaded on a server that doesn't`, async () => {
        const content = { [first]: 'one', [second]: 'two' };
        await using fixture = await createFixture(content, content);
        const yesterday = Date.now() / 1000 - 86_400;
        await utimes(path.join(fixture.remote.path, second), yesterday, yesterday);
        const { result } = await fixture.deploy({ publish });
        assert.equal(result.error, undefined);
        assert.equal(await fixture.remoteText(first), 'one');
        assert.equal(await fixture.remoteText(second), 'two');
      });
    }
  }

  test('case, staged, fails before any file is renamed', async () => {
    await using fixture = await createFixture(
      { 'Logo.png': 'one', 'logo.png': 'two', 'a.txt': 'a' },
      { 'a.txt': 'old' },
      { changePath: ignoresCase },
    );
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.equal(statuses(result), 'Logo.png pending, a.txt pending, logo.png failed');
    assert.ok(errorOf(result, 'logo.png') instanceof FileNameError);
    assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
    assert.equal(await fixture.remoteText('a.txt'), 'old');
  });

  test('the Unicode form, staged, fails at its rename', async () => {
    await using fixture = await createFixture(
      { 'u\u0308': 'one', '\u00fc': 'two' },
      {},
      { changePath: ignoresForm },
    );
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.equal(statuses(result), 'u\u0308 uploaded, \u00fc failed');
    assert.equal(await fixture.remoteText('\u00fc'), 'one');
    assert.deepEqual(await fixture.remoteNames(), ['\u00fc']);
  });

  test('case in a group of five, fails four of them and uploads the rest', async () => {
    const names = ['AAA', 'AAa', 'Aaa', 'aAa', 'aaa'];
    await using fixture = await createFixture(
      Object.fromEntries([...names, 'z'].map((name) => [name, name])),
      {},
      { changePath: ignoresCase },
    );
    const { result } = await fixture.deploy();
    const failed = names.slice(1).map((name) => `${name} failed, `);
    assert.equal(statuses(result), `AAA uploaded, ${failed.join('')}z uploaded`);
    assert.deepEqual(await fixture.remoteNames(), ['aaa', 'z']);
    assert.equal(await fixture.remoteText('aaa'), 'AAA');
  });
});

describe('Names that differ in case', { skip }, () => {
  const files = { 'Logo.png': 'one', 'logo.png': 'two' };

  for (const refused of [['SIZE'], ['SIZE', 'MDTM']]) {
    test(`are compared although the server supports no ${refused.join(' and ')}`, async () => {
      await using fixture = await createFixture(
        files,
        {},
        {
          changePath: ignoresCase,
          onCommand: ({ verb }) => (refused.includes(verb) ? '500 Unknown command.' : undefined),
        },
      );
      const { result } = await fixture.deploy();
      assert.equal(statuses(result), 'Logo.png uploaded, logo.png failed');
      assert.equal(await fixture.remoteText('logo.png'), 'one');
    });
  }

  test('lead to a notice when the server shows no file at all', async () => {
    await using fixture = await createFixture(
      files,
      {},
      {
        onCommand: ({ verb }) =>
          ['SIZE', 'MDTM', 'RNFR'].includes(verb) ? '550 Not allowed.' : undefined,
      },
    );
    const { result, notices } = await fixture.deploy({ verifyUploads: 'none' });
    assert.equal(result.error, undefined);
    assert.match(notices.join('\n'), /doesn't show whether it distinguishes similar file names/);
  });

  test('are two files on a server that drops trailing dots but distinguishes case', async () => {
    await using fixture = await createFixture(files, files, { changePath: ignoresTrailing });
    const { result } = await fixture.deploy();
    assert.equal(result.error, undefined);
    assert.equal(await fixture.remoteText('logo.png'), 'two');
  });

  test('are not compared by a spelling that another file may have', async () => {
    await using fixture = await createFixture(files, { 'LOGO.PNG': 'abc', 'logo.png': 'old' });
    const { result } = await fixture.deploy();
    assert.equal(result.error, undefined);
    assert.equal(await fixture.remoteText('logo.png'), 'two');
  });

  test("of directories don't matter if their files have different names", async () => {
    await using fixture = await createFixture(
      { 'A/x': 'x', 'a/y': 'y' },
      {},
      { changePath: ignoresCase },
    );
    const deployed = await fixture.deploy();
    assert.equal(deployed.result.error, undefined);
    assert.deepEqual(await fixture.remoteNames(), ['a', 'a/x', 'a/y']);
    assert.equal(timesSent(deployed, 'SIZE'), 2);
  });

  test('are compared again after a lost connection', async () => {
    await using fixture = await createFixture(
      files,
      {},
      {
        changePath: ignoresCase,
        onCommand: ({ verb, argument }) =>
          verb === 'SIZE' && argument === 'logo.png' && !wasLost ? lose() : undefined,
      },
    );
    let wasLost = false;
    const lose = () => {
      wasLost = true;
      return 'reset';
    };
    const { result } = await fixture.deploy();
    assert.ok(wasLost);
    assert.equal(statuses(result), 'Logo.png uploaded, logo.png failed');
  });

  test('are compared with the files that are in place when renames are pipelined', async () => {
    await using fixture = await createFixture(
      { 'A.txt': 'A', 'B.txt': 'B', 'C.txt': 'C', 'D.txt': 'D', 'a.txt': 'a', 'd.txt': 'd' },
      {},
      { changePath: ignoresCase },
    );
    const { result } = await fixture.deploy({ publish: 'atomic' });
    const expected = ['A', 'B', 'C', 'D'].map((name) => `${name}.txt uploaded, `);
    assert.equal(statuses(result), `${expected.join('')}a.txt failed, d.txt failed`);
    assert.equal(await fixture.remoteText('d.txt'), 'D');
  });
});
