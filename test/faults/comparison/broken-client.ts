/** Replaces the client program in tests: makes its process fail in the way that the client's name says. */
import type { Job } from './job.ts';

function send(text: string): void {
  process.send?.(text);
}

let throwsLater = false;

process.on('message', (message: Job | 'settle') => {
  if (message === 'settle') {
    if (throwsLater) throw new Error('not caught');
    send('settled');
    return;
  }
  switch (message.client.name) {
    case 'abort':
      process.abort();
      break;
    case 'throw':
      setImmediate(() => {
        throw new Error('not caught');
      });
      break;
    case 'throw later':
      throwsLater = true;
      send('success');
      break;
    case 'hang':
      break;
    default:
      send('success');
  }
});
