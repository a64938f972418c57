import type { Command } from '../control/command.ts';
import type { Exchange } from '../control/exchange.ts';
import type { PipelinedRename } from '../control/pipelined-rename.ts';
import type { UploadSource } from './upload-source.ts';

/** How a file is uploaded, and what follows. */
export interface StoreOptions {
  /** Number of bytes that are on the server already and aren't sent again. Default: 0, which replaces the file. */
  readonly offset?: number;
  /** Whether to append with APPE after `offset`, without trying REST. Default: `false`. */
  readonly append?: boolean;
  /** Called with the number of bytes that this upload has sent, whenever it grows. */
  readonly onProgress?: (bytesSent: number) => void;
  /** The rename of an earlier file, which may travel in the same write as STOR, before it. */
  readonly rename?: PipelinedRename | undefined;
  /** Commands on the uploaded file or others, such as SIZE. They are executed in this order, after the upload. */
  readonly followUps?: readonly Command[];
  /** Whether another upload will follow. */
  readonly moreUploads?: boolean;
}

/** One upload. */
export interface Upload extends StoreOptions {
  readonly path: string;
  readonly source: UploadSource;
}

/** The commands of one upload. */
export class UploadBatch {
  /** STOR or APPE. */
  readonly store: Command;
  /** Sent in the same write, before {@link store}. */
  readonly before: readonly Exchange[];
  /** The NOOP that shows whether the server processes commands in order. */
  readonly probe: Exchange | undefined;
  readonly followUps: readonly Exchange[];
  /** The command that requests a port for the next upload. */
  readonly port: Exchange | undefined;
  /** Whether {@link later} is sent in the same write, after {@link store}. */
  readonly isPipelined: boolean;

  constructor(commands: {
    readonly store: Command;
    readonly before: readonly Exchange[];
    readonly probe: Exchange | undefined;
    readonly followUps: readonly Exchange[];
    readonly port: Exchange | undefined;
    /** Whether these commands may be sent in one write, as far as they aren't those of {@link probe}. */
    readonly mayPipeline: (commands: readonly Command[]) => boolean;
  }) {
    const { store, before, probe, followUps, port } = commands;
    this.store = store;
    this.before = before;
    this.probe = probe;
    this.followUps = followUps;
    this.port = port;
    this.isPipelined = commands.mayPipeline([
      ...commandsOf(before),
      store,
      ...commandsOf(this.later),
    ]);
  }

  /** The commands that are executed after the upload. */
  get later(): readonly Exchange[] {
    return this.port === undefined ? this.followUps : [...this.followUps, this.port];
  }

  /** Sent in the same write, after {@link store}. */
  get after(): readonly Exchange[] {
    return [
      ...(this.probe === undefined ? [] : [this.probe]),
      ...(this.isPipelined ? this.later : []),
    ];
  }

  /** Whether {@link store} shares a write with other commands. */
  get isShared(): boolean {
    return this.before.length + this.after.length > 0;
  }

  /** The same upload with {@link store} in a write of its own. */
  alone(): UploadBatch {
    const { store, followUps, port } = this;
    const mayPipeline = () => false;
    return new UploadBatch({ store, before: [], probe: undefined, followUps, port, mayPipeline });
  }
}

export function commandsOf(exchanges: readonly Exchange[]): Command[] {
  return exchanges.map((exchange) => exchange.command);
}
