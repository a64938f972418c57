import { asObject, isCount } from './json.ts';
import { isPlainPath } from './relative-path.ts';
import type { FileRecord } from './state.ts';

/** Where FTP-Deploy-Action keeps its state by default, relative to its remote directory. */
export const ftpDeployStateName = '.ftp-deploy-sync-state.json';

/**
 * Reads the state of FTP-Deploy-Action: its files with their sizes and SHA-256. Its directories aren't taken over, because
 * it lists those that existed before as well.
 *
 * @returns Undefined when it isn't such a state, or contains an unsafe path.
 */
export function decodeFtpDeployState(bytes: Uint8Array): Map<string, FileRecord> | undefined {
  let data: unknown;
  try {
    data = asObject(JSON.parse(Buffer.from(bytes).toString()))?.['data'];
  } catch {
    return undefined;
  }
  if (!Array.isArray(data)) return undefined;
  const files = new Map<string, FileRecord>();
  for (const item of data as readonly unknown[]) {
    const { type, name, size, hash } = asObject(item) ?? {};
    if (type === 'folder') continue;
    if (type !== 'file' || typeof name !== 'string' || !isCount(size)) return undefined;
    const path = name.replace(/^\.\//, '');
    if (!isPlainPath(path)) return undefined;
    const isHash = typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
    files.set(path, { sizeBytes: size, sha256: isHash ? hash : null });
  }
  return files;
}
