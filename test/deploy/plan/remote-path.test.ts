import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  joinRemotePath,
  normalizeRemoteDirectory,
  parentDirectories,
  remotePathProblem,
  wirePath,
} from '../../../src/deploy/plan/remote-path.ts';

const plainForms: readonly [text: string, plain: string][] = [
  ['.', ''],
  ['', ''],
  ['./', ''],
  ['/', '/'],
  ['//', '/'],
  ['/./', '/'],
  ['www', 'www'],
  ['www/', 'www'],
  ['./www//site/.', 'www/site'],
  ['/srv//www/', '/srv/www'],
  ['.hidden/..x', '.hidden/..x'],
  [' a b ', ' a b '],
];

for (const [text, plain] of plainForms) {
  test(`normalizeRemoteDirectory makes "${plain}" of "${text}"`, () => {
    assert.equal(normalizeRemoteDirectory(text), plain);
  });
}

test('joinRemotePath puts paths below the login directory, the root and others', () => {
  assert.equal(joinRemotePath('', 'a', 'b.txt'), 'a/b.txt');
  assert.equal(joinRemotePath('/', 'a', 'b.txt'), '/a/b.txt');
  assert.equal(joinRemotePath('/www', 'b.txt'), '/www/b.txt');
  assert.equal(joinRemotePath('www/site', 'a', 'b.txt'), 'www/site/a/b.txt');
});

const usable = ['a', '/a/b', 'a b', '...', '..a', 'a..', 'a/..b/c', '日本/ü', '%2e%2e/x', '-', '~'];
for (const path of usable) {
  test(`remotePathProblem has nothing against "${path}"`, () => {
    assert.equal(remotePathProblem(path), undefined);
  });
}

const unusable = ['..', '../a', 'a/..', '/../a', 'a/../b', '..\\a', 'a\\..', 'a\\../b'];
for (const path of unusable) {
  test(`remotePathProblem refuses ".." in "${path}"`, () => {
    assert.equal(remotePathProblem(path), 'holds ".."');
  });
}

test('remotePathProblem refuses what a Windows server takes for an absolute path', () => {
  const problem = 'begins with "\\", the root of a Windows server';
  assert.equal(remotePathProblem('\\a'), problem);
  assert.equal(remotePathProblem('\\\\host\\share'), problem);
  assert.equal(remotePathProblem('www/\\a'), undefined);
});

test('remotePathProblem refuses what would end a command', () => {
  for (const character of ['\r', '\n', '\r\n', '\0']) {
    assert.match(remotePathProblem(`a${character}b`) ?? '', /^holds a line break or NUL/);
  }
});

test('remotePathProblem counts bytes, not characters', () => {
  assert.equal(remotePathProblem('ü'.repeat(2000)), undefined);
  assert.equal(remotePathProblem(`${'ü'.repeat(2000)}x`), 'is longer than 4000 bytes');
});

const wireForms: readonly [path: string, wire: string][] = [
  ['index.html', 'index.html'],
  ['a/-b/~c', 'a/-b/~c'],
  ['/-a', '/-a'],
  ['-rf', './-rf'],
  ['~user/x', './~user/x'],
  [' a', './ a'],
  ['\ta', './\ta'],
  ['#a', '#a'],
];

for (const [path, wire] of wireForms) {
  test(`wirePath sends ${JSON.stringify(path)} as ${JSON.stringify(wire)}`, () => {
    assert.equal(wirePath(path), wire);
  });
}

test('parentDirectories lists what lies above a path, outermost first', () => {
  assert.deepEqual(parentDirectories('a'), []);
  assert.deepEqual(parentDirectories('/a'), []);
  assert.deepEqual(parentDirectories('a/b'), ['a']);
  assert.deepEqual(parentDirectories('a/b/c/d'), ['a', 'a/b', 'a/b/c']);
  assert.deepEqual(parentDirectories('/a/b/c'), ['/a', '/a/b']);
});
