import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { command } from '../../src/ftps/command.ts';
import { Exchange } from '../../src/ftps/exchange.ts';
import { reply } from './replies.ts';

const preliminary = reply('150 a');
const final = reply('226 b');

test('Exchange gives the preliminary reply first and the final one last', async () => {
  const exchange = new Exchange(command('STOR', 'a'));
  assert.equal(exchange.take(preliminary), 'more');
  assert.deepEqual([exchange.hasBegun, exchange.settled], [true, undefined]);
  assert.equal(exchange.take(final), 'done');
  assert.deepEqual([await exchange.first, await exchange.final], [preliminary, final]);
  assert.equal(exchange.settled, final);
});

test('Exchange gives a final reply that comes alone as both', async () => {
  const exchange = new Exchange(command('NOOP'));
  assert.equal(exchange.take(final), 'done');
  assert.deepEqual([await exchange.first, await exchange.final], [final, final]);
  assert.equal(exchange.hasBegun, false);
});

test('Exchange refuses a fifth preliminary reply', () => {
  const exchange = new Exchange(command('STOR', 'a'));
  const outcomes = Array.from({ length: 5 }, () => exchange.take(preliminary));
  assert.deepEqual(outcomes, ['more', 'more', 'more', 'more', 'refused']);
});

test('Exchange fails what still waits', async () => {
  const failure = new Error('lost');
  const exchange = new Exchange(command('STOR', 'a'));
  exchange.take(preliminary);
  exchange.fail(failure);
  assert.equal(await exchange.first, preliminary);
  await assert.rejects(exchange.final, failure);
});

test('Exchange that fails before anybody waits tells whoever asks later', async () => {
  const failure = new Error('lost');
  const exchange = new Exchange(command('STOR', 'a'));
  exchange.fail(failure);
  // A rejection that nobody handles would come up now, and be a failure of this test.
  await setImmediate();
  await assert.rejects(exchange.first, failure);
  await assert.rejects(exchange.final, failure);
});
