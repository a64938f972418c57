import type { Answer } from '../support/embedded-server/options.ts';
import type { ControlStep } from './fault-case.ts';

/** Faults of a command and its reply. */
export const controlFaults = [
  'none',
  // The command isn't performed:
  ...(['reset', 'end', 'silence', '4yz', '5yz', 'unknown', '421', '421-open'] as const),
  ...(['garbage', 'wrong-code', 'early'] as const),
  // The command is performed, and the reply is lost, corrupted or repeated:
  ...(['lost', 'lost-reset', 'lost-silence', 'truncated', 'doubled', 'doubled-late'] as const),
  'swallowed',
  ...(['done-4yz', 'done-5yz', 'done-garbage'] as const),
  // The run is cancelled while the server processes the command:
  ...(['cancel', 'cancel-silence'] as const),
] as const;

export type ControlFault = (typeof controlFaults)[number];

const expectsMore: ReadonlySet<ControlStep> = new Set(['USER', 'RNFR', 'REST']);

/** The answer that causes the fault; undefined for the usual one. */
export function answerFor(fault: ControlFault, step: ControlStep): Answer | undefined {
  switch (fault) {
    case 'reset':
    case 'end':
      return { then: fault === 'end' ? 'close' : 'reset' };
    case 'silence':
    case 'cancel-silence':
      return { then: 'silence' };
    case '4yz':
      return { reply: '450 Try again later.' };
    case '5yz':
      return { reply: step === 'PASS' ? '530 Login incorrect.' : '550 Refused.' };
    case 'unknown':
      return { reply: '502 Command not implemented.' };
    case '421':
      return { reply: '421 Service not available, closing.', then: 'close' };
    case '421-open':
      return { reply: '421 Too many connections.' };
    case 'garbage':
      return { reply: 'this is not a reply' };
    case 'wrong-code':
      return { reply: expectsMore.has(step) ? '250 Done.' : '350 Continue.' };
    case 'early':
      return { reply: '226 Transfer complete.' };
    case 'lost':
      return { perform: true, then: 'close' };
    case 'lost-reset':
      return { perform: true, then: 'reset' };
    case 'lost-silence':
      return { perform: true, then: 'silence' };
    case 'swallowed':
      return { perform: true };
    case 'truncated':
      return { perform: true, raw: firstHalf, then: 'close' };
    case 'doubled':
      return { perform: true, raw: (normal) => normal + normal };
    case 'done-4yz':
      return { perform: true, reply: '451 Local error.' };
    case 'done-5yz':
      return { perform: true, reply: '552 Quota exceeded.' };
    case 'done-garbage':
      return { perform: true, reply: 'performed, but not a reply' };
    case 'none':
    case 'doubled-late':
    case 'cancel':
      return undefined;
  }
}

function firstHalf(normal: string): string {
  return normal.slice(0, Math.ceil(normal.length / 2));
}
