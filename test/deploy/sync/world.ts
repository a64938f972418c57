import assert from 'node:assert/strict';

import { foldPath } from '../../../src/deploy/plan/folding.ts';
import type { Decision } from '../../../src/deploy/sync/decision.ts';
import { statePaths } from '../../../src/deploy/sync/reading.ts';
import type { Adopt } from '../../../src/deploy/sync/preparation.ts';
import { synchronize } from '../../../src/deploy/sync/run.ts';
import type { Features, Fault } from './model-server.ts';
import { ModelProcess } from './model-process.ts';
import { Killed, ModelServer } from './model-server.ts';
import type { Publish } from './model-uploads.ts';
import { ModelUploads, versionOf } from './model-uploads.ts';

/** Paths and their contents. */
export type Tree = ReadonlyMap<string, string>;

export interface DeployOptions {
  readonly publish?: Publish;
  readonly deleteRemoved?: boolean;
  readonly maxDeletions?: number;
  readonly uploadsAll?: boolean;
  readonly adopt?: Adopt;
  readonly verifyUploads?: 'size' | 'none';
  readonly faults?: readonly Fault[];
  /** Paths that exist locally although they aren't selected. */
  readonly excluded?: ReadonlySet<string>;
  readonly selection?: string;
  readonly isProtected?: (path: string) => boolean;
  readonly turn?: (id: string) => Promise<void>;
}

export interface Outcome {
  readonly process: ModelProcess;
  readonly decision: Decision | undefined;
  readonly isGreen: boolean;
  readonly error: Error | undefined;
}

const writes = /^(?:STOR|APPE|DELE|RMD|RNTO|MKD)/;
const stateName = '.htopen-ftps';

/** A server and everyone who changes it. It fails as soon as something is deleted that isn't ours. */
export class World {
  readonly server: ModelServer;
  /** Files that others have put on the server, and our files that others have edited. */
  readonly foreign = new Map<string, string>();
  readonly #ours = new Set<string>();
  readonly #ourDirectories = new Set<string>();
  readonly #plans = new Map<ModelProcess, Tree>();
  /** Foreign files that were in the place of planned ones: what is there now is deleted only if a run has finished. */
  readonly #overwritten = new Set<string>();
  #violation: string | undefined;
  /** Whether a state was overwritten before any other run has read it, so that its files aren't known. */
  #hasLostState = false;
  #runs = 0;
  #texts = 0;

  constructor(features: Features = {}) {
    this.server = new ModelServer(features);
    this.server.onChange = ({ verb, path, process }) => {
      const plan = this.#plans.get(process);
      const isPlanned = [...(plan?.keys() ?? [])].some(
        (planned) => this.server.find(planned) === path,
      );
      if (verb === 'MKD') this.#ourDirectories.add(path);
      else if (verb === 'RMD') {
        if (!this.#ourDirectories.delete(path) && !this.#isAnnounced(path))
          this.#violation ??= `RMD ${path} isn't ours`;
      } else if (verb === 'DELE') {
        if (this.foreign.has(path) && !isPlanned) this.#violation ??= `DELE ${path} is foreign`;
        if (!this.#ours.has(path) && !isPlanned) this.#violation ??= `DELE ${path} was never ours`;
        if (this.foreign.delete(path)) this.#overwritten.add(path);
      } else {
        this.#ours.add(path);
        if (isPlanned) {
          if (this.foreign.delete(path)) this.#overwritten.add(path);
        } else if (this.foreign.has(path)) this.#violation ??= `${verb} ${path} is foreign`;
      }
    };
  }

  /** Another program puts a file on the server, a long time after the last command. */
  place(path: string, content: string): void {
    if (this.server.directories.has(path)) return;
    const isBelowFile = path
      .split('/')
      .some((_, i, all) => this.server.get(all.slice(0, i).join('/')));
    if (isBelowFile) return;
    this.server.time += 600_000;
    this.server.place(path, content);
    this.foreign.set(this.server.find(path), content);
  }

  /** Whether something that isn't ours may be in the place of planned files. */
  get hasObstacles(): boolean {
    const { recursiveRmd } = this.server.features;
    return this.foreign.size > 0 || this.#overwritten.size > 0 || recursiveRmd === true;
  }

  /** A deployment, as one job of a workflow. */
  async deploy(tree: Tree, options: DeployOptions = {}): Promise<Outcome> {
    this.#runs += 1;
    const run = `r${this.#runs.toString(36)}`;
    const id = run;
    const process = new ModelProcess(this.server, options.faults, () =>
      options.turn === undefined ? Promise.resolve() : options.turn(id),
    );
    this.#plans.set(process, tree);
    this.server.time += 5_000;
    const journal = this.server.get(`${stateName}.journal`)?.content;
    if (journal?.includes('"everything"') === true) this.#hasLostState = true;
    let decision: Decision | undefined;
    let error: Error | undefined;
    try {
      await synchronize({
        options: {
          uploadsAll: options.uploadsAll ?? false,
          verifyUploads: options.verifyUploads ?? 'size',
          deleteRemoved: options.deleteRemoved ?? true,
          maxDeletions: { value: options.maxDeletions ?? 100, isPercentage: true },
          isProtected: options.isProtected ?? (() => false),
          selection: {
            files: [options.selection ?? '**'],
            exclude: [],
            baseDir: '.',
            flatten: false,
          },
          stateName,
          paths: statePaths(stateName),
          run,
          job: { runId: run, job: 'deploy', attempt: 1 },
          repository: { id: '1', name: 'owner/name' },
          toRemotePath: (path) => path,
          takesOver: false,
          adopt: options.adopt ?? 'none',
          remoteDirectory: '',
          comparesDirectory: false,
          stateDirectory: '',
          isDryRun: false,
        },
        remote: process,
        uploads: new ModelUploads(process, tree, { publish: options.publish ?? 'direct', run }),
        local: {
          versions: () =>
            Promise.resolve(
              new Map([...tree].map(([path, text]) => [path, versionOf(Buffer.from(text))])),
            ),
          exists: (path) => options.excluded?.has(path) === true,
        },
        clock: {
          now: () => this.server.time,
          date: () => this.server.time,
          wait: (milliseconds) => {
            if (process.isKilled) return Promise.reject(new Killed());
            this.server.time += milliseconds;
            return Promise.resolve();
          },
        },
        observer: {
          read: () => undefined,
          decided: (decided) => {
            decision = decided;
          },
          deleted: () => undefined,
          waiting: () => undefined,
          stopping: () => undefined,
        },
        randomText: () => {
          this.#texts += 1;
          return Array.from({ length: 1 + (this.#texts % 17) }, (_, i) => (i * this.#texts) % 36)
            .map((digit) => digit.toString(36))
            .join('');
        },
      });
    } catch (thrown) {
      error = thrown as Error;
    }
    this.assertNothingForeignLost();
    return { process, decision, isGreen: error === undefined, error };
  }

  assertNothingForeignLost(): void {
    assert.equal(this.#violation, undefined);
    for (const [path, content] of this.foreign) {
      assert.equal(this.server.get(path)?.content.toString(), content, `${path} is foreign`);
    }
  }

  /** After a green run: the plan is there, and nothing else of ours. */
  assertDeployed(tree: Tree, { decision }: Outcome): void {
    const { files } = this.server;
    for (const [path, content] of tree) {
      assert.equal(this.server.get(path)?.content.toString(), content, `${path} is planned`);
    }
    if (decision === undefined || decision.noDeletions !== undefined || this.#hasLostState) return;
    const folded = new Set([...tree.keys()].map(foldPath));
    const isExpected = (path: string) =>
      path.startsWith(stateName) ||
      folded.has(foldPath(path)) ||
      this.foreign.has(path) ||
      this.#overwritten.has(path) ||
      this.#mayStay(decision, path);
    const extra = [...files.keys()].filter((path) => !isExpected(path));
    assert.deepEqual(extra, [], 'nothing is left over');
    const needed = new Set(
      [
        ...files.keys(),
        ...decision.kept.keys(),
        ...this.#foreignDirectories,
        ...this.#overwritten,
      ].flatMap((path) => path.split('/').map((_, i, all) => all.slice(0, i).join('/'))),
    );
    const empty = [...this.#ourDirectories].filter((path) => !needed.has(path));
    if (this.server.features.recursiveRmd !== true)
      assert.deepEqual(empty, [], 'no empty directory');
  }

  /**
   * Whether an interrupted run has announced a directory: if another program creates it before the next run, it counts as
   * ours, and is removed once it is empty.
   */
  #isAnnounced(directory: string): boolean {
    return [...this.#plans.values()].some((plan) =>
      [...plan.keys()].some((path) => path.startsWith(`${directory}/`)),
    );
  }

  get #foreignDirectories(): string[] {
    return [...this.server.directories].filter((path) => !this.#ourDirectories.has(path));
  }

  #mayStay({ kept }: Decision, path: string): boolean {
    const reason = kept.get(path);
    const { noMdtm, noSize, noAppend, noRenameOver } = this.server.features;
    const isHard = [noMdtm, noSize, noAppend, noRenameOver].includes(true);
    // It is forgotten then, and stays for good.
    if (isHard && reason === 'unconfirmed') this.#overwritten.add(path);
    return reason === 'excluded' || reason === 'protected' || this.#overwritten.has(path);
  }
}

/** Whether a run has sent a command that changes something. */
export function hasWritten({ process }: Outcome): boolean {
  return process.transcript.some((line) => writes.test(line));
}

/** A tree from lines of `path content`. */
export function tree(files: Readonly<Record<string, string>>): Tree {
  return new Map(Object.entries(files));
}
