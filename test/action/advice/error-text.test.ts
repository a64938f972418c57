import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorText } from '../../../src/action/advice/error-text.ts';
import { LocalFileError } from '../../../src/deploy/index.ts';
import { file } from '../samples.ts';

const context = {
  host: 'ftp.example',
  mode: 'implicit',
  passwordIsEmpty: false,
  loginDirectory: '/',
} as const;
const error = new LocalFileError('a.txt', 'changed');

test('errorText says which file, what happened, what to do and what became of the others', () => {
  const files = [
    file('ok'),
    file('www/a\u001b.txt', { status: 'failed', error }),
    file('later', { status: 'pending' }),
  ];
  assert.deepEqual(errorText(error, context, files), {
    code: 'LOCAL_FILE',
    message: [
      'www/a\\x1b.txt: The local file a.txt changed.',
      'Deploy only after the step that writes the files has ended.',
      '1 uploaded, 1 failed, 1 not reached.',
    ].join('\n'),
  });
});

test('errorText counts no files where none were planned', () => {
  const { message } = errorText(error, context, []);
  assert.doesNotMatch(message, /uploaded, \d/);
});

test('errorText gives an error without a code its name', () => {
  assert.equal(errorText(new RangeError('x'), context, []).code, 'RangeError');
});
