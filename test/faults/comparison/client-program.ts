/** A client process: runs jobs one after the other and sends the result of each. */
import { setTimeout as pause } from 'node:timers/promises';

import { uploadWithAction } from './action.ts';
import { uploadWithBasicFtp } from './basic-ftp.ts';
import type { Job, ReportedResult } from './job.ts';

/** Milliseconds for late errors of a run to surface. */
const settleMs = 20;

async function run(job: Job): Promise<ReportedResult> {
  const { client } = job;
  try {
    if (client.kind === 'action') await uploadWithAction(job, client);
    else await uploadWithBasicFtp(job);
    return 'success';
  } catch {
    return 'failure';
  }
}

async function answer(message: Job | 'settle'): Promise<void> {
  if (message === 'settle') await pause(settleMs);
  process.send?.(message === 'settle' ? 'settled' : await run(message));
}

process.on('message', (message: Job | 'settle') => void answer(message));
