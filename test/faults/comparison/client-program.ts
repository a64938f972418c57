/** Runs as a process of its own: carries out one job after the other and says what the client says of each. */
import { setTimeout as pause } from 'node:timers/promises';

import { uploadWithAction } from './action.ts';
import { uploadWithBasicFtp } from './basic-ftp.ts';
import type { Claim, Job } from './job.ts';

/** Milliseconds in which what a run has left behind may still do harm. */
const aftermathMs = 20;

async function carryOut(job: Job): Promise<Claim> {
  const { contender } = job;
  try {
    if (contender.kind === 'action') await uploadWithAction(job, contender);
    else await uploadWithBasicFtp(job);
    return 'success';
  } catch {
    return 'failure';
  }
}

async function answer(message: Job | 'settle'): Promise<void> {
  if (message === 'settle') await pause(aftermathMs);
  process.send?.(message === 'settle' ? 'settled' : await carryOut(message));
}

process.on('message', (message: Job | 'settle') => void answer(message));
