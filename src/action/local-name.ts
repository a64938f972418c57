import path from 'node:path';

/** A local file as people and later steps know it: relative to the current directory, with `/` on every system. */
export function displayPath(file: { readonly localPath: string }): string {
  return path.relative(process.cwd(), file.localPath).split(path.sep).join('/');
}
