import type { Plan } from '../deploy/index.ts';
import { printable } from '../ftps/index.ts';
import { Budget } from './budget.ts';
import { count, formatBytes } from './format.ts';
import { localName } from './local-name.ts';
import type { Log } from './log.ts';

const tableBytes = 600 * 1024;
const sizeWidth = 10;

/** Writes the plan to the log: the size, the local and the remote path of each file. */
export function showPlan({ uploads }: Plan, log: Log): void {
  log.group(`Dry run: what would be uploaded`);
  const budget = new Budget(tableBytes);
  for (const [index, upload] of uploads.entries()) {
    const paths = `${printable(localName(upload))} -> ${printable(upload.remotePath)}`;
    const line = `${formatBytes(upload.sizeBytes).padStart(sizeWidth)}  ${paths}`;
    if (!budget.takes(line)) {
      log.info(
        `And ${count(uploads.length - index, 'more file')}; the manifest lists all of them.`,
      );
      return;
    }
    log.info(line);
  }
}
