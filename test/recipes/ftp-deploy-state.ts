import { createHash } from 'node:crypto';

/** The state of FTP-Deploy-Action after it has deployed these files. */
export function ftpDeployState(files: Readonly<Record<string, string>>): string {
  const data = Object.entries(files).map(([name, text]) => ({
    ...{ type: 'file', name, size: Buffer.byteLength(text) },
    hash: createHash('sha256').update(text).digest('hex'),
  }));
  return JSON.stringify({ description: '', version: '1.0.0', generatedTime: 1, data });
}
