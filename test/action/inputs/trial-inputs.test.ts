import assert from 'node:assert/strict';
import { test } from 'node:test';

import { givenInputs } from './given-inputs.ts';

const missing = { 'base-dir': 'not/there' };
const absent = { message: 'The input "base-dir" must be a directory that is there.' };

test('readInputs asks for a base directory that is there, but not for a preflight alone', () => {
  assert.throws(() => givenInputs(missing), absent);
  assert.throws(() => givenInputs({ ...missing, 'dry-run': 'true' }), absent);
  assert.throws(() => givenInputs({ ...missing, 'dry-run': 'true', preflight: 'true' }), absent);
  assert.equal(givenInputs({ ...missing, preflight: 'true' }).needsFiles, false);
});

test('readInputs asks for everything else with a preflight too', () => {
  assert.throws(() => givenInputs({ preflight: 'true', port: '0', files: '' }), {
    message: /"port" must be .*\n.*"files" is required/,
  });
});

test('readInputs warns of clear text', () => {
  const { warnings } = givenInputs({ 'tls-mode': 'none' });
  assert.match(warnings.join(), /^tls-mode is none: .* clear text/);
});
