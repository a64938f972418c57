/** Deployments to servers that refuse or break an optional part of the protocol: it must not cost anything but that part. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { DeployResult } from '../../src/deploy/index.ts';
import { ReplyError } from '../../src/ftps/index.ts';
import type { Deployed } from '../support/deployment.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { commandsSent, createFixture, timesSent } from '../support/embedded-deployment.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import * as variants from '../support/server-variants.ts';
import type { ServerVariant } from '../support/server-variants.ts';
import { assertSameTree, tree } from '../support/workspace.ts';
import { statuses, verifications } from './events.ts';

const publishModes = ['direct', 'atomic', 'staged'] as const;
const site = { 'a.txt': 'new a', 'empty.txt': '', 'sub/b.txt': 'new b', 'sub/deep/c.txt': 'new c' };
/** The same names for a server on Windows. */
const sameNames = [
  ['Logo.png', 'logo.png'],
  ['notes', 'notes.'],
  ['page.html', 'page.html '],
] as const;
const isLinux = process.platform === 'linux';
const old = { 'a.txt': 'the old a', 'sub/b.txt': 'old' };

interface Outcome {
  readonly deployed: Deployed;
  readonly server: EmbeddedServer;
}

/** A variant of the server, and what its users must notice. */
interface Case {
  readonly title: string;
  readonly variant: () => ServerVariant;
  /** Default: every file is verified by its size, without a notice. */
  readonly check?: (outcome: Outcome) => void;
}

const unverified = ({ deployed }: Outcome) => {
  assert.deepEqual(new Set(verifications(deployed.result)), new Set(['none']));
  assert.equal(deployed.notices.length, 1, deployed.notices.join('\n'));
};

const noticed = ({ deployed }: Outcome) => {
  assert.deepEqual(new Set(verifications(deployed.result)), new Set(['size']));
  assert.equal(deployed.notices.length, 1, deployed.notices.join('\n'));
};

const cases: readonly Case[] = [
  { title: 'SIZE is unknown', variant: variants.withoutSize, check: unverified },
  { title: 'SIZE has prose around its number', variant: variants.oddSize },
  { title: 'SIZE has another code', variant: variants.wrongSizeCode, check: unverified },
  {
    title: 'SIZE of an empty file has no number',
    variant: variants.emptySize,
    check: ({ deployed }) => {
      assert.equal(deployed.notices.length, 1, deployed.notices.join('\n'));
    },
  },
  {
    title: 'the port of EPSV is unreachable and that of PASV works',
    variant: variants.deadExtendedPassive,
    check: (outcome) => {
      noticed(outcome);
      assert.equal(commandsSent(outcome.server, 'EPSV').length, 1);
    },
  },
  { title: 'PBSZ is refused', variant: variants.refusingBufferSize },
  { title: 'PWD is unknown', variant: variants.withoutLoginDirectory },
];

for (const publish of publishModes) {
  for (const { title, variant, check } of cases) {
    test(`deploy sends every file once, without a retry, when ${title} (${publish})`, async () => {
      await using fixture = await createFixture(site, old, variant());
      const deployed = await fixture.deploy({ publish });
      assert.equal(deployed.result.error, undefined);
      assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
      assert.equal(deployed.result.retries, 0, deployed.retried.join('\n'));
      assert.equal(timesSent(deployed, 'STOR'), Object.keys(site).length);
      assert.equal(fixture.server.controlConnections, 1);
      if (check !== undefined) check({ deployed, server: fixture.server });
      else {
        assert.deepEqual(new Set(verifications(deployed.result)), new Set(['size']));
        assert.deepEqual(deployed.notices, []);
      }
    });
  }
}

for (const publish of publishModes) {
  test(`deploy sends every file once when the server closes the connection after each (${publish})`, async () => {
    await using fixture = await createFixture(site, old, variants.closingAfterTransfers());
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined, deployed.retried.join('\n'));
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
    assert.equal(timesSent(deployed, 'STOR'), Object.keys(site).length);
    assert.deepEqual(new Set(verifications(deployed.result)), new Set(['size']));
    assert.deepEqual(deployed.result.remainingTemporaryFiles, []);
  });

  test(`deploy uses PASV in the next session, too, when the port of EPSV is unreachable (${publish})`, async () => {
    const { onCommand } = variants.deadExtendedPassive();
    await using fixture = await createFixture(site, old, {
      onCommand: (context) =>
        context.verb === 'STOR' && context.count === 3 ? 'close' : onCommand?.(context),
    });
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
    assert.equal(fixture.server.controlConnections, 2);
    assert.equal(commandsSent(fixture.server, 'EPSV').length, 1);
  });

  test(`deploy sends large files again from the start, without a retry, when resuming is refused (${publish})`, async () => {
    const large = { 'a.bin': 5_000_000, 'b.bin': 5_000_000 };
    await using fixture = await createFixture(
      large,
      { 'a.bin': 'old' },
      {
        ...variants.refusingRestart(),
        // The first attempts of both files.
        onData: ({ count }) =>
          count === 1 || count === 3 ? { at: 4_500_000, data: 'reset' } : undefined,
      },
    );
    const deployed = await fixture.deploy({ publish, retries: 1 });
    assert.equal(deployed.result.error, undefined, deployed.retried.join('\n'));
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
    assert.equal(offsets(deployed), 1);
    assert.equal(timesSent(deployed, 'STOR'), 5);
    assert.equal(deployed.result.retries, 2, deployed.retried.join('\n'));
    assert.equal(deployed.notices.length, 1, deployed.notices.join('\n'));
  });

  test(`deploy changes into the directory for each file when only plain names are accepted (${publish})`, async () => {
    await using fixture = await createFixture(site, old, variants.acceptingPlainNames());
    const deployed = await fixture.deploy({ publish, remoteDirectory: 'www' });
    assert.equal(deployed.result.error, undefined);
    const now = await tree(fixture.remote.path);
    for (const [name, hash] of await tree(fixture.files.path)) {
      assert.equal(now.get(`www/${name}`), hash, name);
    }
    assert.deepEqual([...now.keys()].filter((name) => name.startsWith('www/')).length, 4);
    const plain = commandsSent(fixture.server, 'STOR').filter((sent) => !sent.includes('/'));
    assert.equal(plain.length, Object.keys(site).length);
    assertRefused(deployed, plain.length);
  });

  test(`deploy creates a missing remote-dir when PWD is unknown (${publish})`, async () => {
    await using fixture = await createFixture(site, {}, variants.withoutLoginDirectory());
    const { result } = await fixture.deploy({ publish, remoteDirectory: 'new/www' });
    assert.equal(result.error, undefined);
    assert.equal(await fixture.remoteText('new/www/sub/b.txt'), 'new b');
  });

  test(`deploy succeeds twice when MKD of an existing directory ends the session (${publish})`, async () => {
    let root = '';
    await using fixture = await createFixture(site, old, {
      onCommand: (context) => variants.endingAtExistingDirectory(root).onCommand?.(context),
    });
    root = fixture.remote.path;
    for (const run of ['first', 'second']) {
      const { result, retried } = await fixture.deploy({ publish, remoteDirectory: 'www' });
      assert.equal(result.error, undefined, `${run}: ${retried.join('\n')}`);
      assert.equal(await fixture.remoteText('www/sub/deep/c.txt'), 'new c', run);
    }
  });

  test(`deploy sends the password once when the server is full (${publish})`, async () => {
    await using fixture = await createFixture(site, old, variants.full());
    const before = await tree(fixture.remote.path);
    const { result } = await fixture.deploy({ publish });
    assert.ok(result.error instanceof ReplyError);
    assert.match(result.error.message, /530 .*maximum number of clients/);
    assert.deepEqual(commandsSent(fixture.server, 'PASS').length, 1);
    assert.deepEqual(new Set(result.files.map(({ status }) => status)), new Set(['pending']));
    assertSameTree(await tree(fixture.remote.path), before);
  });
}

for (const publish of ['atomic', 'staged'] as const) {
  test(`deploy uses temporary names without a dot when those with one are refused (${publish})`, async () => {
    await using fixture = await createFixture(site, old, variants.refusingDotNames());
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
    assertRefused(deployed, Object.keys(site).length);
    assert.equal(deployed.notices.length, 1, deployed.notices.join('\n'));
  });
}

describe('deploy to a server with the names of Windows', () => {
  for (const publish of publishModes) {
    test(`replaces files, and creates directories below a login directory with backslashes (${publish})`, async () => {
      await using fixture = await createFixture(site, old, variants.windows());
      for (const remoteDirectory of ['', 'www/new']) {
        const { result } = await fixture.deploy({ publish, remoteDirectory });
        assert.equal(result.error, undefined);
        assert.deepEqual(result.remainingTemporaryFiles, []);
      }
      const now = await tree(fixture.remote.path);
      for (const [name, hash] of await tree(fixture.files.path)) {
        assert.equal(now.get(name), hash, name);
        assert.equal(now.get(`www/new/${name}`), hash, name);
      }
      assert.equal(now.size, 8);
    });

    test(
      `uploads at most one of two names that are the same there (${publish})`,
      { skip: !isLinux && 'needs a disk that distinguishes the names' },
      async () => {
        for (const [first, second] of sameNames) {
          const files = { [first]: 'the first', [second]: 'another', 'z.txt': 'z' };
          await using fixture = await createFixture(files, {}, variants.windows());
          const { result } = await fixture.deploy({ publish });
          assert.notEqual(result.error, undefined);
          await assertTrue(fixture, result);
          // With staged, nothing is published unless all files have arrived.
          if (publish === 'staged') continue;
          assert.equal(statuses(result), `${first} uploaded, ${second} failed, z.txt uploaded`);
          assert.deepEqual(await fixture.remoteNames(), [first, 'z.txt']);
        }
      },
    );

    test(
      `fails only the files whose names are forbidden or which are in use (${publish})`,
      { skip: process.platform === 'win32' && 'needs a disk that allows the names' },
      async () => {
        const failing = ['a:b.txt', 'in use.dll', 'q?.txt'];
        const files = [...failing, 'b.txt', 'z.txt'].map((name) => [name, 'new'] as const);
        await using fixture = await createFixture(
          Object.fromEntries(files),
          { 'in use.dll': 'running' },
          variants.windows('in use.dll'),
        );
        const { result } = await fixture.deploy({ publish });
        assert.notEqual(result.error, undefined);
        assert.deepEqual(result.remainingTemporaryFiles, []);
        assert.equal(await fixture.remoteText('in use.dll'), 'running');
        await assertTrue(fixture, result);
        if (publish === 'staged') return;
        const failed = result.files.filter(({ status }) => status !== 'uploaded');
        assert.deepEqual(
          failed.map(({ remotePath, status }) => `${remotePath} ${status}`),
          failing.map((name) => `${name} failed`),
        );
      },
    );
  }
});

/** Number of times that the client wanted to resume an upload. */
function offsets({ dialogue }: Deployed): number {
  return dialogue.filter((line) => /^C: REST [1-9]/.test(line)).length;
}

/** Fails unless the server refused an upload once, or twice if the first one was pipelined, and no retry was used up. */
function assertRefused(deployed: Deployed, accepted: number): void {
  const refused = timesSent(deployed, 'STOR') - accepted;
  assert.ok(refused === 1 || refused === 2, `${refused} refused uploads`);
  assert.equal(deployed.result.retries, 0, deployed.retried.join('\n'));
}

/** Fails unless exactly the files that count as uploaded are on the server, under their own names. */
async function assertTrue(fixture: DeploymentFixture, { files }: DeployResult): Promise<void> {
  const wanted = await tree(fixture.files.path);
  const now = await tree(fixture.remote.path);
  for (const { remotePath, status } of files) {
    const isThere = now.get(remotePath) === wanted.get(remotePath);
    assert.equal(isThere, status === 'uploaded', `${remotePath} ${status}`);
  }
}
