import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import type { ActionRun } from '../support/action.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { checkOut } from '../support/sync.ts';
import type { FileContent, Workspace } from '../support/workspace.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { assertSucceeded, errorsOf, manifestOf, serve, runStep, uploadedPaths } from './step.ts';

type Files = Readonly<Record<string, FileContent>>;
type Inputs = Readonly<Record<string, string>>;

const first = {
  'site/index.html': 'one',
  'site/css/a.css': 'body {}',
  'site/css/b.css': 'b {}',
  'site/old.html': 'old',
};
const { 'site/old.html': _removed, ...remaining } = first;
const second = { ...remaining, 'site/index.html': 'two!', 'site/new.html': 'new' };

/** A site that is deployed several times. */
class Site implements AsyncDisposable {
  readonly server: EmbeddedServer;
  readonly root: Workspace;
  readonly #workspace: Workspace;

  constructor(server: EmbeddedServer, root: Workspace, workspace: Workspace) {
    this.server = server;
    this.root = root;
    this.#workspace = workspace;
  }

  static async create(options: Partial<EmbeddedServerOptions> = {}): Promise<Site> {
    const [root, workspace] = [await createWorkspace(), await createWorkspace()];
    return new Site(await serve(root, options), root, workspace);
  }

  /** Deploys these files with `sync: changed` and `delete-removed: true`. */
  async deploy(files: Files, inputs: Inputs = {}, repository = '1'): Promise<ActionRun> {
    await checkOut(this.#workspace, files);
    const common = { files: 'site', 'remote-dir': '/www', sync: 'changed' };
    return runStep(this.server, {
      workspace: this.#workspace,
      inputs: { ...common, 'delete-removed': 'true', ...inputs },
      env: { GITHUB_REPOSITORY_ID: repository, GITHUB_REPOSITORY: `owner/site-${repository}` },
    });
  }

  /** The files on the server, without the state. */
  async remoteFiles(): Promise<string[]> {
    const names = [...(await tree(this.root.path)).keys()];
    return names.filter((name) => !name.endsWith('.htopen-ftps')).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await this.root[Symbol.asyncDispose]();
    await this.#workspace[Symbol.asyncDispose]();
  }
}

/** Commands that change something on the server. */
const changing = /^(STOR|APPE|MKD|RMD|DELE|RNFR|RNTO|MFMT|SITE)\b/m;

test('sync uploads what has changed, deletes what is gone and reports both', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  assert.match(initial.log, /^4 new, 0 changed, 0 deleted, 0 unchanged$/m);
  await using run = await site.deploy(second);
  assertSucceeded(run);

  assert.match(run.log, /^1 new, 1 changed, 1 deleted, 2 unchanged$/m);
  assert.match(run.log, /^\[1\/2\] \/www\/new\.html .*  new$/m);
  assert.match(run.log, /^\[2\/2\] \/www\/index\.html .*  changed$/m);
  assert.match(run.log, /^\/www\/old\.html {2}deleted$/m);
  assert.match(run.log, /^Uploaded 2 files .* all verified by size, 1 deleted, 2 unchanged\.$/m);
  assert.ok(run.log.indexOf('1 new, 1 changed') < run.log.indexOf('[1/2]'));
  const { outputs } = run;
  assert.deepEqual(uploadedPaths(run).sort(), ['/www/index.html', '/www/new.html']);
  assert.equal(outputs['deleted-files'], '["/www/old.html"]');
  assert.equal(outputs['deleted-count'], '1');
  assert.equal(outputs['unchanged-count'], '2');
  assert.equal(outputs['changed'], 'true');
  const files = ['www/css/a.css', 'www/css/b.css', 'www/index.html', 'www/new.html'];
  assert.deepEqual(await site.remoteFiles(), files);

  const manifest = await manifestOf(run);
  const state = { path: '/www/.htopen-ftps', found: true, generation: 2, written: true };
  assert.deepEqual(manifest.run['state'], state);
  assert.deepEqual(
    manifest.files.map(({ remote, status, reason }) => [remote, status, reason]),
    [
      ['/www/css/a.css', 'unchanged', null],
      ['/www/css/b.css', 'unchanged', null],
      ['/www/index.html', 'uploaded', 'changed'],
      ['/www/new.html', 'uploaded', 'new'],
      ['/www/old.html', 'deleted', 'removed'],
    ],
  );
  assert.match(run.summary, /2 files uploaded to .*, 1 deleted<\/h3>/);
  assert.doesNotMatch(run.summary, /a\.css/);
});

test('sync ends in one line and writes nothing when nothing has changed', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = site.server.clientText.length;
  await using run = await site.deploy(first);
  assertSucceeded(run);
  assert.match(run.log, /^Nothing to do: 4 files unchanged\.$/m);
  assert.equal(run.outputs['changed'], 'false');
  assert.equal(run.outputs['unchanged-count'], '4');
  const sent = site.server.clientText.slice(before);
  assert.match(sent, /^RETR \/www\/\.htopen-ftps\r?$/m);
  assert.doesNotMatch(sent, changing);
  assert.match(run.summary, /^<h3>✅ Nothing to do: 4 files unchanged<\/h3>/);
});

test('a dry run with sync compares with the server and changes nothing', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = await tree(site.root.path);
  await using run = await site.deploy(second, { 'dry-run': 'true' });
  assertSucceeded(run);
  assert.match(run.log, /^new +3 B {2}site\/new\.html -> \/www\/new\.html$/m);
  assert.match(run.log, /^changed +4 B {2}site\/index\.html -> \/www\/index\.html$/m);
  assert.match(run.log, /^deleted +\/www\/old\.html$/m);
  assert.match(
    run.log,
    /^Dry run: 1 new, 1 changed, 1 deleted, 2 unchanged\. Nothing was changed/m,
  );
  assert.equal(run.outputs['pending-count'], '2');
  assert.equal(run.outputs['deleted-count'], '0');
  assert.equal(run.outputs['changed'], 'false');
  assert.deepEqual(await tree(site.root.path), before);
});

test('a preflight with sync describes the state', async () => {
  await using site = await Site.create();
  await using missing = await site.deploy(first, { preflight: 'true' });
  assertSucceeded(missing);
  assert.match(missing.log, /State +no state yet at "\/www\/\.htopen-ftps"/);
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = await tree(site.root.path);
  await using run = await site.deploy(second, { preflight: 'true' });
  assertSucceeded(run);
  assert.match(run.log, /State +"\/www\/\.htopen-ftps" lists 4 files, written 2/);
  assert.deepEqual(await tree(site.root.path), before);
});

test('sync warns about a file that was changed on the server, and uploads it again', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  await site.root.write('www/css/a.css', 'edited');
  await using run = await site.deploy(first);
  assertSucceeded(run);
  assert.match(run.log, /^::warning::Files that haven't changed locally .*: css\/a\.css\.$/m);
  assert.match(run.log, /a\.css .*uploaded again: missing or different on the server$/m);
  assert.equal(run.outputs['uploaded-files'], '["/www/css/a.css"]');
});

test('sync keeps files that must not be deleted, and says why', async () => {
  await using site = await Site.create();
  const more = { 'site/edited.html': 'mine', 'site/docs/a.pdf': 'pdf' };
  await using initial = await site.deploy({ ...first, ...more });
  assertSucceeded(initial);
  await site.root.write('www/edited.html', 'edited by hand');
  await using run = await site.deploy(remaining, { 'never-delete': 'docs/' });
  assertSucceeded(run);
  assert.match(run.log, /^::warning::.* have changed on the server .*: edited\.html\.$/m);
  assert.match(run.log, /^1 file .* match never-delete: \/www\/docs\/a\.pdf\.$/m);
  assert.equal(run.outputs['deleted-files'], '["/www/old.html"]');
  const { files } = await manifestOf(run);
  assert.deepEqual(
    files.flatMap(({ remote, status, reason }) => (status === 'kept' ? [[remote, reason]] : [])),
    [
      ['/www/docs/a.pdf', 'protected'],
      ['/www/edited.html', 'edited'],
    ],
  );
});

test('sync without delete-removed names what stays on the server', async () => {
  await using site = await Site.create();
  const keeping = { 'delete-removed': 'false' };
  await using initial = await site.deploy(first, keeping);
  assertSucceeded(initial);
  await using run = await site.deploy(second, keeping);
  assertSucceeded(run);
  assert.match(run.log, /^1 file .* "delete-removed: true" .*: \/www\/old\.html\.$/m);
  assert.equal(run.outputs['deleted-count'], '0');
  assert.ok((await site.remoteFiles()).includes('www/old.html'));
});

test('sync deletes nothing in the run after the inputs that select files have changed', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const changed = { files: 'site/**' };
  await using run = await site.deploy(second, changed);
  assertSucceeded(run);
  assert.match(run.log, /^::warning::The inputs that select the files .* have changed/m);
  assert.ok((await site.remoteFiles()).includes('www/old.html'));
  await using next = await site.deploy(second, changed);
  assertSucceeded(next);
  assert.equal(next.outputs['deleted-files'], '["/www/old.html"]');
});

test('sync fails before any change when too many files would be deleted, and lists them', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = await tree(site.root.path);
  await using run = await site.deploy(second, { 'max-deletions': '0' });
  assert.equal(run.exitCode, 1);
  const [error = ''] = errorsOf(run);
  assert.match(error, /^1 files? would be deleted, more than max-deletions: 0 allows/);
  assert.match(error, /\n {2}old\.html\n.*"max-deletions: 100%"/);
  assert.match(run.summary, /<code>\/www\/old\.html<\/code>.*not deleted/);
  const manifest = await manifestOf(run);
  assert.equal((manifest.run['error'] as { code: string }).code, 'DELETE_LIMIT');
  assert.deepEqual(manifest.files.at(-1)?.['reason'], 'to-be-deleted');
  assert.deepEqual(await tree(site.root.path), before);
});

test("sync fails before any change when the state is another repository's", async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = await tree(site.root.path);
  await using run = await site.deploy(second, {}, '2');
  assert.equal(run.exitCode, 1);
  const [error = ''] = errorsOf(run);
  assert.match(error, /belongs to a deployment of owner\/site-1\.\nNothing was changed\./);
  assert.match(error, /"state-file".*"sync: all"/);
  const manifest = await manifestOf(run);
  assert.equal((manifest.run['error'] as { code: string }).code, 'STATE');
  assert.deepEqual(await tree(site.root.path), before);

  await using preflight = await site.deploy(second, { preflight: 'true' }, '2');
  assert.equal(preflight.exitCode, 1);
  assert.match(errorsOf(preflight)[0] ?? '', /belongs to a deployment of owner\/site-1/);

  await using taken = await site.deploy(second, { sync: 'all' }, '2');
  assertSucceeded(taken);
  assert.equal(taken.outputs['uploaded-count'], '4');
  assert.equal(taken.outputs['deleted-count'], '0');
});

test('sync: all uploads every file again and deletes nothing that is still deployed', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  await using run = await site.deploy(first, { sync: 'all' });
  assertSucceeded(run);
  assert.equal(run.outputs['uploaded-count'], '4');
  assert.equal(run.outputs['unchanged-count'], '0');
});

test('sync suggests another name for the state when the server prohibits dot files', async () => {
  await using site = await Site.create({
    onCommand: ({ verb, argument }) =>
      (verb === 'STOR' || verb === 'APPE') && argument.includes('/.')
        ? '553 Prohibited file name.'
        : undefined,
  });
  await using run = await site.deploy(first);
  assert.equal(run.exitCode, 1);
  assert.match(errorsOf(run)[0] ?? '', /set "state-file: htopen-ftps\.state"/);
  assert.deepEqual(await site.remoteFiles(), []);
  await using other = await site.deploy(first, { 'state-file': 'htopen-ftps.state' });
  assertSucceeded(other);
});

test("adopt imports FTP-Deploy-Action's state and leaves its file", async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first, { 'state-file': '/elsewhere/state' });
  assertSucceeded(initial);
  const data = Object.entries(first).map(([name, content]) => ({
    type: 'file',
    name: name.slice('site/'.length),
    size: content.length,
    hash: createHash('sha256').update(content).digest('hex'),
  }));
  const stateName = 'www/.ftp-deploy-sync-state.json';
  await site.root.write(stateName, JSON.stringify({ version: '1.0.0', data }));
  const adopt = { adopt: 'ftp-deploy-action' };
  await using run = await site.deploy(second, adopt);
  assertSucceeded(run);
  assert.equal(run.outputs['uploaded-count'], '2');
  assert.equal(run.outputs['deleted-count'], '0');
  assert.match(run.log, /\.ftp-deploy-sync-state\.json is no longer needed .* you can delete it/);
  await using next = await site.deploy(second, adopt);
  assertSucceeded(next);
  assert.equal(next.outputs['deleted-files'], '["/www/old.html"]');
  assert.ok((await site.remoteFiles()).includes(stateName));
});
