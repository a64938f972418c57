import fs from 'node:fs';

const writeCharacters = 64 * 1024;

/** Writes a file from pieces of its text, many in one go; what is there is replaced. */
export function writeChunks(path: string, pieces: Iterable<string>): void {
  const file = fs.openSync(path, 'w');
  try {
    let pending = '';
    for (const piece of pieces) {
      pending += piece;
      if (pending.length < writeCharacters) continue;
      fs.writeFileSync(file, pending);
      pending = '';
    }
    fs.writeFileSync(file, pending);
  } finally {
    fs.closeSync(file);
  }
}
