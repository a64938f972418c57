import type { LocalVersion } from './comparison.ts';

/**
 * What a run does around the uploads: one hook at a time, even with several connections. A hook that throws ends the run:
 * another run is changing the server.
 */
export interface UploadHooks {
  /** Before every attempt to upload a file, under whatever name. */
  beforeUpload(path: string): Promise<void>;
  /**
   * Before files get their final names by renames: once for all files with `staged`, once for each with `atomic`. The
   * renames follow without an upload in between, except that `atomic` may pipeline one with the next upload.
   */
  beforeRenames(paths: readonly string[]): Promise<void>;
  /** A file is at its final path, and was verified. */
  arrived(path: string, version: LocalVersion): void;
}

/** Uploads files: `direct`, `atomic` or `staged`. Paths are relative to the remote directory. */
export interface Uploads {
  /** Whether files get their final names only after all of them were uploaded (`staged`). */
  readonly isStaged: boolean;
  /** The temporary names that uploads of these files may use. They are asked for once, before any change. */
  temporaryPaths(paths: readonly string[]): readonly string[];
  /** The path at which an upload of a file grows: its own, or a temporary one. */
  growingPath(path: string): string;
  /** Creates directories that are missing, with their parents. These are remote paths. */
  createDirectories(remotePaths: readonly string[]): Promise<void>;
  /**
   * Uploads files in this order, with retries.
   *
   * @returns The error because of which a file didn't arrive.
   */
  upload(paths: readonly string[], hooks: UploadHooks): Promise<Error | undefined>;
}
