import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { displayPath } from '../../src/action/local-name.ts';

test('localName is relative to the current directory, with / on every system', () => {
  assert.equal(displayPath({ localPath: path.resolve('site', 'css', 'a.css') }), 'site/css/a.css');
  assert.equal(displayPath({ localPath: path.resolve('..', 'b.txt') }), '../b.txt');
});
