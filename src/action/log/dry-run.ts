import type { Plan } from '../../deploy/index.ts';
import { sanitize } from '../../sanitize.ts';
import { ByteBudget } from '../byte-budget.ts';
import { count, formatBytes } from '../format.ts';
import { displayPath } from '../local-name.ts';
import type { Log } from './log.ts';

const tableBytes = 600 * 1024;
const sizeWidth = 10;

/** Writes the plan to the log: the size, the local and the remote path of each file. */
export function logPlan({ uploads }: Plan, log: Log): void {
  log.group(`Dry run: what would be uploaded`);
  const budget = new ByteBudget(tableBytes);
  for (const [index, upload] of uploads.entries()) {
    const paths = `${sanitize(displayPath(upload))} -> ${sanitize(upload.remotePath)}`;
    const line = `${formatBytes(upload.sizeBytes).padStart(sizeWidth)}  ${paths}`;
    if (!budget.tryAdd(line)) {
      log.info(
        `And ${count(uploads.length - index, 'more file')}; the manifest lists all of them.`,
      );
      return;
    }
    log.info(line);
  }
}
