/** A site that is deployed several times with `sync`, by the built action. */
import type { ActionRun } from '../support/action.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { checkOut } from '../support/sync.ts';
import type { FileContent, Workspace } from '../support/workspace.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { runStep, serve } from './step.ts';

type Files = Readonly<Record<string, FileContent>>;
type Inputs = Readonly<Record<string, string>>;

/** The site at first. */
export const first = {
  'site/index.html': 'one',
  'site/css/a.css': 'body {}',
  'site/css/b.css': 'b {}',
  'site/old.html': 'old',
};
/** Without `old.html`. */
export const remaining = {
  'site/index.html': first['site/index.html'],
  'site/css/a.css': first['site/css/a.css'],
  'site/css/b.css': first['site/css/b.css'],
};

/** Later: one file is new, one has changed, one is gone. */
export const second = { ...remaining, 'site/index.html': 'two!', 'site/new.html': 'new' };

/** A site that is deployed several times. */
export class Site implements AsyncDisposable {
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
