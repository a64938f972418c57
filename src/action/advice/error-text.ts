import type { FileResult } from '../../deploy/index.ts';
import { total } from '../../deploy/index.ts';
import { sanitize } from '../../sanitize.ts';
import type { AdviceContext } from './advice.ts';
import { adviceFor } from './advice.ts';
import type { ShownError } from '../report/report.ts';

/** An error in words: what happened and to which file, what to do, and what became of the others. */
export function errorText(
  error: Error,
  context: AdviceContext,
  files: readonly FileResult[],
): ShownError {
  const advice = adviceFor(error, context);
  const message = [
    sentence(error, files),
    ...(advice === undefined ? [] : [advice]),
    ...statusCounts(files),
  ].join('\n');
  return { code: 'code' in error ? String(error.code) : error.name, message };
}

function sentence(error: Error, files: readonly FileResult[]): string {
  const first = files.find((file) => file.error === error);
  return first === undefined ? error.message : `${sanitize(first.remotePath)}: ${error.message}`;
}

function statusCounts(files: readonly FileResult[]): string[] {
  if (files.length === 0) return [];
  const [uploaded, failed, pending] = (['uploaded', 'failed', 'pending'] as const).map(
    (status) => total(files, status).files,
  );
  return [`${uploaded ?? 0} uploaded, ${failed ?? 0} failed, ${pending ?? 0} not reached.`];
}
