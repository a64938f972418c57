import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { command } from '../../../src/ftps/control/command.ts';
import { Exchange } from '../../../src/ftps/control/exchange.ts';
import { reply } from '../replies.ts';

const preliminary = reply('150 a');
const final = reply('226 b');

test('Exchange gives the preliminary reply first and the final one last', async () => {
  const exchange = new Exchange(command('STOR', 'a'));
  assert.equal(exchange.accept(preliminary), 'preliminary');
  assert.deepEqual([exchange.isInProgress, exchange.settled], [true, undefined]);
  assert.equal(exchange.accept(final), 'final');
  assert.deepEqual([await exchange.first, await exchange.final], [preliminary, final]);
  assert.equal(exchange.settled, final);
});

test('Exchange gives a final reply that comes alone as both', async () => {
  const exchange = new Exchange(command('NOOP'));
  assert.equal(exchange.accept(final), 'final');
  assert.deepEqual([await exchange.first, await exchange.final], [final, final]);
  assert.equal(exchange.isInProgress, false);
});

test('Exchange refuses a fifth preliminary reply', () => {
  const exchange = new Exchange(command('STOR', 'a'));
  const outcomes = Array.from({ length: 5 }, () => exchange.accept(preliminary));
  assert.deepEqual(outcomes, [
    'preliminary',
    'preliminary',
    'preliminary',
    'preliminary',
    'excess',
  ]);
});

test('Exchange fails what still waits', async () => {
  const failure = new Error('lost');
  const exchange = new Exchange(command('STOR', 'a'));
  exchange.accept(preliminary);
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
