import assert from 'node:assert/strict';
import { test } from 'node:test';

import { givenInputs, inputProblems } from './given-inputs.ts';

const sync = { sync: 'changed' };

test('readSyncInputs requires sync for inputs that need a state', () => {
  assert.deepEqual(inputProblems({ 'delete-removed': 'true', adopt: 'checksum' }), [
    'delete-removed requires sync, which records the files that were uploaded. Add "sync: changed".',
    'adopt has no effect without sync. Add "sync: changed".',
  ]);
  const given = { 'delete-removed': 'TRUE', adopt: 'FTP-Deploy-Action' };
  for (const mode of ['changed', 'ALL']) {
    const { deleteRemoved, adopt } = givenInputs({ ...given, sync: mode }).sync;
    assert.deepEqual([deleteRemoved, adopt], [true, 'ftp-deploy-action']);
  }
});

test('readSyncInputs accepts limits that only apply to deletions while nothing is deleted', () => {
  const given = { 'max-deletions': '10', 'never-delete': 'uploads/', 'state-file': 'a' };
  const { mode, neverDelete } = givenInputs(given).sync;
  assert.equal(mode, 'off');
  assert.deepEqual(neverDelete, ['uploads/']);
});

test('readSyncInputs reads a number of files or a percentage', () => {
  const limits = { '0': [0, false], '20': [20, false], '0%': [0, true], ' 100 % ': [100, true] };
  for (const [text, limit] of Object.entries(limits)) {
    const { value, isPercentage } = givenInputs({ 'max-deletions': text }).sync.maxDeletions;
    assert.deepEqual([value, isPercentage], limit, text);
  }
  for (const text of ['101%', '-1', '0.5', '50 percent', '%', '1e3']) {
    assert.deepEqual(inputProblems({ 'max-deletions': text }), [
      `Invalid value "${text}" for max-deletions. Use a number of files such as 20, or a percentage from 0% to 100%.`,
    ]);
  }
});

test('readSyncInputs drops comments and keeps negated lines of never-delete', () => {
  const { neverDelete } = givenInputs({ 'never-delete': '# {a,b}\n\n uploads/ \n!uploads/x' }).sync;
  assert.deepEqual(neverDelete, ['uploads/', '!uploads/x']);
});

test('readSyncInputs places the state file in remote-dir unless it is absolute', () => {
  const cases = [
    ['/www', '', '/www/.htopen-ftps'],
    ['.', './state/a', 'state/a'],
    ['/', 'a', '/a'],
    ['www', '/private//state', '/private/state'],
  ] as const;
  for (const [remoteDir, stateFile, path] of cases) {
    const given = { ...sync, 'remote-dir': remoteDir, 'state-file': stateFile };
    assert.equal(givenInputs(given).sync.stateFile, path);
  }
});

test('readSyncInputs rejects a state file that is a directory or may be outside remote-dir', () => {
  for (const text of ['a/', '.', '/']) {
    assert.deepEqual(inputProblems({ 'state-file': text }), [
      'state-file must be the path of a file, not of a directory.',
    ]);
  }
  for (const text of ['../a', 'a/../../b', '..\\a']) {
    assert.deepEqual(inputProblems({ 'state-file': text }), ['state-file contains "..".']);
  }
  assert.match(inputProblems({ 'state-file': 'C:\\state' }).join(), /contains a drive letter/);
});
