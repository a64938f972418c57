import { isEntryPage } from '../upload-order.ts';
import type { UploadReason } from './comparison.ts';

/**
 * The order of uploads: new files before changed ones, so that a changed page finds what it refers to, and `index.html`
 * files last.
 */
export function uploadOrder(uploads: ReadonlyMap<string, UploadReason>): string[] {
  const rank = (path: string) => (isEntryPage(path) ? 2 : uploads.get(path) === 'new' ? 0 : 1);
  return [...uploads.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}
