import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { givenInputs, inputProblems } from './given-inputs.ts';

test('readMaintenanceFile reads the path of an existing file', () => {
  const { maintenanceFile } = givenInputs({ 'maintenance-file': ' package.json ' });
  assert.equal(maintenanceFile, path.resolve('package.json'));
});

test('readMaintenanceFile rejects what is no file, unless no file is needed', () => {
  for (const name of ['src', 'no-such.htm']) {
    assert.match(
      inputProblems({ 'maintenance-file': name }).join(),
      /doesn't exist or isn't a file/,
    );
    assert.deepEqual(inputProblems({ 'maintenance-file': name, preflight: 'true' }), []);
  }
});

test('readMaintenanceFile rejects the name of the state, its journal and their temporary names', () => {
  const given = { 'maintenance-file': 'package.json', 'remote-dir': '/www' };
  for (const state of ['package.json', 'PACKAGE.JSON', '/www/package', '/www/Package.json']) {
    const problems = inputProblems({ ...given, 'state-file': state });
    assert.match(problems.join(), /^maintenance-file has the name of state-file/);
  }
  assert.deepEqual(inputProblems({ ...given, 'state-file': '/package.json' }), []);
});
