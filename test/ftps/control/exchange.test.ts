import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { command } from '../../../src/ftps/control/command.ts';
import { Exchange } from '../../../src/ftps/control/exchange.ts';
import { reply } from '../replies.ts';

const preliminary = reply('150 a');
const final = reply('226 b');

test('Exchange resolves first with the preliminary and final with the final reply', async () => {
  const exchange = new Exchange(command('STOR', 'a'));
  assert.equal(exchange.accept(preliminary), 'preliminary');
  assert.equal(exchange.isInProgress, true);
  assert.equal(exchange.accept(final), 'final');
  assert.deepEqual([await exchange.first, await exchange.final], [preliminary, final]);
});

test('Exchange resolves both promises with a final reply without a preliminary one', async () => {
  const exchange = new Exchange(command('NOOP'));
  assert.equal(exchange.accept(final), 'final');
  assert.deepEqual([await exchange.first, await exchange.final], [final, final]);
  assert.equal(exchange.isInProgress, false);
});

test('Exchange reports an excess after the fourth preliminary reply', () => {
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

test('Exchange rejects only the pending promise when it fails after a preliminary reply', async () => {
  const failure = new Error('lost');
  const exchange = new Exchange(command('STOR', 'a'));
  exchange.accept(preliminary);
  exchange.fail(failure);
  assert.equal(await exchange.first, preliminary);
  await assert.rejects(exchange.final, failure);
});

test('Exchange rejects late waiters after an early failure', async () => {
  const failure = new Error('lost');
  const exchange = new Exchange(command('STOR', 'a'));
  exchange.fail(failure);
  // An unhandled rejection would fail this test now.
  await setImmediate();
  await assert.rejects(exchange.first, failure);
  await assert.rejects(exchange.final, failure);
});
