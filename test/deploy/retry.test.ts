import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  LocalFileError,
  NoChecksumError,
  PublishError,
  VerificationError,
} from '../../src/deploy/errors.ts';
import {
  isTransient,
  isTransientAtConnect,
  pauseBefore,
  withRetries,
} from '../../src/deploy/retry.ts';
import {
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
} from '../../src/ftps/index.ts';

const endpoint = { host: 'ftp.test', port: 990 };
const refused = (code: number, verb = 'STOR') =>
  new ReplyError({ verb, display: verb }, { code, lines: ['x'], display: ['x'] });
const unreachable = (connection: 'control' | 'data', code: string) =>
  new ConnectionError(connection, endpoint, Object.assign(new Error(code), { code }));
const garbage = new ProtocolError('x', { received: 'x', rfc: 'RFC 959' });
const policy = { retries: 3, firstPauseMs: 1_000 };
const never = new AbortController().signal;

const judgements: readonly (readonly [Error, boolean])[] = [
  // error                                                       worth another try
  [refused(421), true],
  [refused(426), true],
  [refused(450), true],
  [refused(530, 'PASS'), false],
  [refused(550), false],
  [refused(552), false],
  [new TimeoutError('data', endpoint, 'transfer', 1), true],
  [new ConnectionLostError('control', endpoint, 'STOR'), true],
  [garbage, true],
  [new VerificationError('a', 'short'), true],
  [unreachable('control', 'ECONNREFUSED'), true],
  [unreachable('control', 'ENOTFOUND'), false],
  [unreachable('control', 'EACCES'), false],
  [unreachable('control', 'EPERM'), false],
  [unreachable('control', 'EINVAL'), false],
  [unreachable('data', 'EACCES'), true],
  [new TlsError('control', endpoint, 'handshake'), false],
  [new LocalFileError('a', 'has changed'), false],
  [new NoChecksumError(), false],
  [new PublishError('refused', refused(550)), false],
  [new Error('a mistake of ours'), false],
];

for (const [error, expected] of judgements) {
  test(`"${error.message}" is ${expected ? '' : 'not '}worth another try`, () => {
    assert.equal(isTransient(error), expected);
  });
}

test('a server that refuses connections may come back only if it was there before', () => {
  const error = unreachable('control', 'ECONNREFUSED');
  assert.equal(isTransientAtConnect(error, false), false);
  assert.equal(isTransientAtConnect(error, true), true);
});

test('what else hinders the first connection may pass, if it may pass later', () => {
  for (const [error, expected] of [
    [unreachable('control', 'EHOSTUNREACH'), true],
    [unreachable('control', 'ENOTFOUND'), false],
    [new TimeoutError('control', endpoint, 'connect', 1), true],
    [refused(421, 'CONNECT'), true],
    [refused(530, 'PASS'), false],
  ] as const) {
    assert.equal(isTransientAtConnect(error, false), expected, error.message);
  }
});

test('what refuses our TLS by an alert is not connected to again, a reset is', () => {
  const broken = (code: string) =>
    new ConnectionLostError('control', endpoint, 'greeting', {
      cause: Object.assign(new Error(code), { code }),
    });
  const alert = broken('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
  assert.equal(isTransientAtConnect(alert, true), false);
  assert.equal(isTransient(alert), true);
  assert.equal(isTransientAtConnect(broken('ECONNRESET'), true), true);
});

test('what speaks no FTP is not connected to again', () => {
  assert.equal(isTransientAtConnect(garbage, true), false);
});

test('pauses double, are jittered down to their half, and end at a minute', () => {
  const longest = [1, 2, 3, 4].map((retry) => pauseBefore(retry, garbage, policy, () => 1));
  assert.deepEqual(longest, [1_000, 2_000, 4_000, 8_000]);
  assert.equal(
    pauseBefore(1, garbage, policy, () => 0),
    500,
  );
  assert.equal(
    pauseBefore(30, garbage, policy, () => 1),
    60_000,
  );
  const random = pauseBefore(2, garbage, policy);
  assert.ok(random >= 1_000 && random <= 2_000);
});

test('a server without room (421) is given five times as long', () => {
  assert.equal(
    pauseBefore(1, refused(421), policy, () => 1),
    5_000,
  );
  assert.equal(
    pauseBefore(1, refused(426), policy, () => 1),
    1_000,
  );
});

/** Fails so many times, then succeeds; tells what happened. */
async function attempts(failures: number, error: Error, signal = never, retries = 3) {
  const told: string[] = [];
  let number = 0;
  const attempt = () => {
    number += 1;
    told.push(`attempt ${number}`);
    return number <= failures ? Promise.reject(error) : Promise.resolve('done');
  };
  const options = {
    policy: { retries, firstPauseMs: 1 },
    isTransient,
    onRetry: (_: Error, pauseMs: number) => told.push(`pause ${pauseMs > 0}`),
    signal,
  };
  const outcome = await withRetries(options, attempt).catch((thrown: unknown) => thrown);
  return { told, outcome };
}

test('what fails for a while is tried until it succeeds', async () => {
  const { told, outcome } = await attempts(2, garbage);
  assert.equal(outcome, 'done');
  assert.deepEqual(told.filter((line) => line.startsWith('attempt')).length, 3);
});

test('the last error is thrown when the retries are used up', async () => {
  const { told, outcome } = await attempts(9, garbage, never, 2);
  assert.equal(outcome, garbage);
  assert.equal(told.filter((line) => line.startsWith('attempt')).length, 3);
});

test('without retries there is one attempt', async () => {
  assert.deepEqual((await attempts(1, garbage, never, 0)).told, ['attempt 1']);
});

test('what fails for good is tried once', async () => {
  const error = refused(530, 'PASS');
  const { told, outcome } = await attempts(1, error);
  assert.equal(outcome, error);
  assert.deepEqual(told, ['attempt 1']);
});

test('an abort ends a pause at once, with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const started = performance.now();
  const running = withRetries(
    {
      policy: { retries: 3, firstPauseMs: 60_000 },
      isTransient,
      onRetry: () => {
        setImmediate(() => {
          controller.abort(reason);
        });
      },
      signal: controller.signal,
    },
    () => Promise.reject(garbage),
  );
  await assert.rejects(running, reason);
  assert.ok(performance.now() - started < 10_000);
});

test('an abort before the first attempt leaves nothing to attempt', async () => {
  const reason = new Error('cancelled');
  const { told, outcome } = await attempts(0, garbage, AbortSignal.abort(reason));
  assert.deepEqual([told, outcome], [[], reason]);
});

test('an abort during an attempt is the error, whatever the attempt says', async () => {
  for (const error of [refused(530, 'PASS'), garbage]) {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const told: Error[] = [];
    const running = withRetries(
      { policy, isTransient, onRetry: (failure) => told.push(failure), signal: controller.signal },
      () => {
        controller.abort(reason);
        return Promise.reject(error);
      },
    );
    await assert.rejects(running, reason);
    assert.deepEqual(told, []);
  }
});
