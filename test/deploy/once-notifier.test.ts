import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OnceNotifier } from '../../src/deploy/once-notifier.ts';

test('OnceNotifier reports each notice once', () => {
  const notified: string[] = [];
  const notices = new OnceNotifier((text) => notified.push(text));
  for (const text of ['no SIZE', 'no SIZE', 'no MFMT', 'no SIZE']) notices.once(text);
  assert.deepEqual(notified, ['no SIZE', 'no MFMT']);
});
