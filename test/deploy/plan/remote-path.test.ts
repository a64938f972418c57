import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  directoryOf,
  joinRemotePath,
  normalizeRemoteDirectory,
  parentDirectories,
  remotePathProblem,
} from '../../../src/deploy/plan/remote-path.ts';

for (const { text, normalized } of [
  { text: '.', normalized: '' },
  { text: '', normalized: '' },
  { text: './', normalized: '' },
  { text: '/', normalized: '/' },
  { text: '//', normalized: '/' },
  { text: '/./', normalized: '/' },
  { text: 'www', normalized: 'www' },
  { text: 'www/', normalized: 'www' },
  { text: './www//site/.', normalized: 'www/site' },
  { text: '/srv//www/', normalized: '/srv/www' },
  { text: '.hidden/..x', normalized: '.hidden/..x' },
  { text: ' a b ', normalized: ' a b ' },
]) {
  test(`normalizeRemoteDirectory converts "${text}" to "${normalized}"`, () => {
    assert.equal(normalizeRemoteDirectory(text), normalized);
  });
}

test('joinRemotePath appends to the login directory, the root and other directories', () => {
  assert.equal(joinRemotePath('', 'a', 'b.txt'), 'a/b.txt');
  assert.equal(joinRemotePath('/', 'a', 'b.txt'), '/a/b.txt');
  assert.equal(joinRemotePath('/www', 'b.txt'), '/www/b.txt');
  assert.equal(joinRemotePath('www/site', 'a', 'b.txt'), 'www/site/a/b.txt');
});

const usable = [
  'a',
  '/a/b',
  'a b',
  'a:b.txt',
  'c:x',
  'a:$',
  '..a',
  'a..',
  'a/..b/c',
  '日本/ü',
  '%2e%2e/x',
  '-',
  '~',
];
for (const path of usable) {
  test(`remotePathProblem accepts "${path}"`, () => {
    assert.equal(remotePathProblem(path), undefined);
  });
}

const unusable = ['..', '../a', 'a/..', '/../a', 'a/../b', '..\\a', 'a\\..', 'a\\../b'];
for (const path of unusable) {
  test(`remotePathProblem rejects ".." in "${path}"`, () => {
    assert.equal(remotePathProblem(path), 'contains ".."');
  });
}

const problems = {
  'a name of dots and spaces only': [
    '...',
    '.. ',
    'a/. ',
    'a\\ ..\\b',
    'a/ /b',
    '.. /x',
    '..  \\x',
  ],
  'a drive letter': ['C:', 'c:/x', 'C:\\site\\x', 'www/d:/x', 'www\\d:\\x'],
  'the name of a data stream': ['x::$DATA', 'a:b:$data', 'x:$INDEX_ALLOCATION/y'],
};
for (const [problem, paths] of Object.entries(problems)) {
  for (const path of paths) {
    test(`remotePathProblem rejects ${problem} in "${path}"`, () => {
      assert.ok(remotePathProblem(path)?.startsWith(`contains ${problem}`));
    });
  }
}

test('remotePathProblem rejects absolute Windows paths', () => {
  const problem = 'starts with "\\", the root directory on Windows servers';
  assert.equal(remotePathProblem('\\a'), problem);
  assert.equal(remotePathProblem('\\\\host\\share'), problem);
  assert.equal(remotePathProblem('www/\\a'), undefined);
});

test('remotePathProblem rejects characters that end a command', () => {
  for (const character of ['\r', '\n', '\r\n', '\0']) {
    assert.match(remotePathProblem(`a${character}b`) ?? '', /^contains a line break or NUL/);
  }
});

test('remotePathProblem counts bytes, not characters', () => {
  assert.equal(remotePathProblem('ü'.repeat(2000)), undefined);
  assert.equal(remotePathProblem(`${'ü'.repeat(2000)}x`), 'is longer than 4000 bytes');
});

test('directoryOf returns the directory that contains a path', () => {
  assert.equal(directoryOf('a'), '');
  assert.equal(directoryOf('/a'), '/');
  assert.equal(directoryOf('a/b/c'), 'a/b');
  assert.equal(directoryOf('/a/b'), '/a');
});

test('parentDirectories lists the directories above a path, outermost first', () => {
  assert.deepEqual(parentDirectories('a'), []);
  assert.deepEqual(parentDirectories('/a'), []);
  assert.deepEqual(parentDirectories('a/b'), ['a']);
  assert.deepEqual(parentDirectories('a/b/c/d'), ['a', 'a/b', 'a/b/c']);
  assert.deepEqual(parentDirectories('/a/b/c'), ['/a', '/a/b']);
});
