/** In the place of the client program: does to its process what the contender's name says. */
import type { Job } from './job.ts';

function say(text: string): void {
  process.send?.(text);
}

let isDoomed = false;

process.on('message', (message: Job | 'settle') => {
  if (message === 'settle') {
    if (isDoomed) throw new Error('too late to be caught');
    say('settled');
    return;
  }
  switch (message.contender.name) {
    case 'abort':
      process.abort();
      break;
    case 'throw':
      setImmediate(() => {
        throw new Error('nobody catches this');
      });
      break;
    case 'throw later':
      isDoomed = true;
      say('success');
      break;
    case 'hang':
      break;
    default:
      say('success');
  }
});
