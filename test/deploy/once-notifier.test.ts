import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OnceNotifier } from '../../src/deploy/once-notifier.ts';

test('a notice is told once, another one too', () => {
  const told: string[] = [];
  const notices = new OnceNotifier((text) => told.push(text));
  for (const text of ['no SIZE', 'no SIZE', 'no MFMT', 'no SIZE']) notices.once(text);
  assert.deepEqual(told, ['no SIZE', 'no MFMT']);
});
