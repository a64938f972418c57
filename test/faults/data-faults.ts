import type { UploadFault } from '../support/embedded-server/options.ts';
import type { DataStep } from './fault-case.ts';

/** Faults of a data connection. */
export const dataFaults = [
  // The data connection breaks, and the server reports it:
  ...(['reset', 'end', 'silence'] as const),
  // It breaks, and the server sends another reply:
  ...(['reset-4yz', 'reset-5yz', 'reset-421', 'reset-garbage', 'reset-doubled'] as const),
  // It breaks together with the control connection:
  ...(['reset-silence', 'reset-both', 'end-both', 'silence-both'] as const),
  // It breaks, and the server confirms the file:
  ...(['reset-226', 'end-226'] as const),
  // The server loses the rest of the file or corrupts a byte, and confirms the file:
  ...(['full', 'faulty'] as const),
  // The server sends the final reply too early; the rest is stored or lost:
  ...(['early', 'early-4yz', 'early-reset', 'early-full'] as const),
  // The final reply of an earlier transfer arrives first; this transfer is then completed or rejected halfway:
  ...(['stale', 'stale-5yz'] as const),
  'cancel',
  'cancel-silence',
] as const;

export type DataFault = (typeof dataFaults)[number];

const staleReply = ['226 Transfer complete.', '150 Ok to send data.'];

/** What the server does at a point of the transfer. */
export function uploadFault(fault: DataFault, at: UploadFault['at']): UploadFault {
  const when = at === undefined ? {} : { at };
  switch (fault) {
    case 'reset':
      return { ...when, data: 'reset' };
    case 'end':
      return { ...when, data: 'close' };
    case 'silence':
    case 'cancel-silence':
      return { ...when, data: 'silence' };
    case 'reset-4yz':
      return { ...when, data: 'reset', final: '451 Local error.' };
    case 'reset-5yz':
      return { ...when, data: 'reset', final: '552 Quota exceeded.' };
    case 'reset-421':
      return { ...when, data: 'reset', final: { reply: '421 Closing.', then: 'close' } };
    case 'reset-garbage':
      return { ...when, data: 'reset', final: 'this is not a reply' };
    case 'reset-doubled':
      return { ...when, data: 'reset', final: '426 Broken.', doubled: true };
    case 'reset-silence':
      return { ...when, data: 'reset', final: 'silence' };
    case 'reset-both':
      return { ...when, data: 'reset', final: 'reset' };
    case 'end-both':
      return { ...when, data: 'close', final: 'close' };
    case 'silence-both':
      return { ...when, data: 'silence', final: 'silence' };
    case 'reset-226':
      return { ...when, data: 'reset', final: '226 Transfer complete.' };
    case 'end-226':
      return { ...when, data: 'close', final: '226 Transfer complete.' };
    case 'full':
    case 'faulty':
      return { ...when, storage: fault };
    case 'early':
      return { ...when, early: true };
    case 'early-reset':
      return { ...when, early: true, data: 'reset' };
    case 'early-full':
      return { ...when, early: true, storage: 'full' };
    case 'stale':
      return { ...when, preliminary: staleReply };
    case 'stale-5yz':
      return { ...when, preliminary: staleReply, storage: 'full', final: '552 Quota exceeded.' };
    case 'early-4yz':
      return { ...when, early: true, final: '451 Local error.' };
    case 'cancel':
      return when;
  }
}

/** The point of the transfer of a file of this size at which a step is reached. */
export function pointOf(step: DataStep, sizeBytes: number): UploadFault['at'] {
  switch (step) {
    case 'data-connect':
      return 'connect';
    case 'data-handshake':
      return 'handshake';
    case 'data-first':
      return 1;
    case 'data-middle':
      return Math.floor(sizeBytes / 2);
    case 'data-last':
      return sizeBytes - 1;
    case 'data-end':
      return 'end';
  }
}
