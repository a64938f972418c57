import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { describe, test } from 'node:test';

import {
  LocalFileError,
  NoChecksumError,
  PublishError,
  VerificationError,
} from '../../src/deploy/errors.ts';
import type { Retry, RetryOptions } from '../../src/deploy/retry.ts';
import {
  isTransient,
  isTransientAtConnect,
  retryDelay,
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
const refusal = (code: number, verb = 'STOR') =>
  new ReplyError({ verb, display: verb }, { code, lines: ['x'], display: ['x'] });
const unreachable = (connection: 'control' | 'data', code: string) =>
  new ConnectionError({ connection, endpoint, cause: Object.assign(new Error(code), { code }) });
const protocolError = new ProtocolError('reply-syntax', 'x', 'x');

const transientErrors: readonly Error[] = [
  refusal(421),
  refusal(426),
  refusal(450),
  new TimeoutError({ connection: 'data', endpoint, phase: 'transfer', timeoutMs: 1 }),
  new ConnectionLostError({ connection: 'control', endpoint, phase: 'reply', verb: 'STOR' }),
  protocolError,
  new VerificationError('a', 'is incomplete'),
  unreachable('control', 'ECONNREFUSED'),
  unreachable('data', 'EACCES'),
];
const permanentErrors: readonly Error[] = [
  refusal(530, 'PASS'),
  refusal(550),
  refusal(552),
  unreachable('control', 'ENOTFOUND'),
  unreachable('control', 'EACCES'),
  unreachable('control', 'EPERM'),
  unreachable('control', 'EINVAL'),
  new TlsError({ connection: 'control', endpoint, reason: 'handshake' }),
  new LocalFileError('a', 'changed'),
  new NoChecksumError(),
  new PublishError('refused', refusal(550)),
  new Error('unexpected'),
];

describe('isTransient', () => {
  for (const error of transientErrors) {
    test(`accepts "${error.message}"`, () => {
      assert.equal(isTransient(error), true);
    });
  }
  for (const error of permanentErrors) {
    test(`rejects "${error.message}"`, () => {
      assert.equal(isTransient(error), false);
    });
  }
});

const first = { hasAnswered: false, hasLoggedIn: false };
const connected = { hasAnswered: true, hasLoggedIn: false };
const loggedIn = { hasAnswered: true, hasLoggedIn: true };

describe('isTransientAtConnect', () => {
  test('accepts a refused connection only after an earlier one', () => {
    const error = unreachable('control', 'ECONNREFUSED');
    assert.equal(isTransientAtConnect(error, first), false);
    assert.equal(isTransientAtConnect(error, connected), true);
  });

  test('agrees with isTransient about other errors of the first connection', () => {
    const timeout = { connection: 'control', endpoint, phase: 'connect', timeoutMs: 1 } as const;
    for (const { error, expected } of [
      { error: unreachable('control', 'EHOSTUNREACH'), expected: true },
      { error: unreachable('control', 'ENOTFOUND'), expected: false },
      { error: new TimeoutError(timeout), expected: true },
      { error: refusal(421, 'CONNECT'), expected: true },
      { error: refusal(530, 'PASS'), expected: false },
    ]) {
      assert.equal(isTransientAtConnect(error, first), expected, error.message);
    }
  });

  test('rejects a TLS alert, but accepts a reset', () => {
    const lost = (code: string) =>
      new ConnectionLostError({
        connection: 'control',
        endpoint,
        phase: 'greeting',
        cause: Object.assign(new Error(code), { code }),
      });
    const alert = lost('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
    assert.equal(isTransientAtConnect(alert, loggedIn), false);
    assert.equal(isTransient(alert), true);
    assert.equal(isTransientAtConnect(lost('ECONNRESET'), loggedIn), true);
  });

  test("rejects a server that doesn't speak FTP", () => {
    assert.equal(isTransientAtConnect(protocolError, loggedIn), false);
  });
});

describe('retryDelay', () => {
  const policy = { retries: 3, firstPauseMs: 1_000 };
  const withRandom = (t: TestContext, value: number) => {
    t.mock.method(Math, 'random', () => value);
  };

  test('doubles with every attempt, up to a minute', (t) => {
    withRandom(t, 1);
    const delays = [1, 2, 3, 4, 30].map((attempt) => retryDelay(attempt, protocolError, policy));
    assert.deepEqual(delays, [1_000, 2_000, 4_000, 8_000, 60_000]);
  });

  test('is at least half of the longest delay', (t) => {
    withRandom(t, 0);
    assert.equal(retryDelay(1, protocolError, policy), 500);
  });

  test('is random', () => {
    const delays = Array.from({ length: 20 }, () => retryDelay(2, protocolError, policy));
    assert.ok(delays.every((delayMs) => delayMs >= 1_000 && delayMs <= 2_000));
    assert.ok(new Set(delays).size > 1);
  });

  test('is five times as long when the server is busy (421)', (t) => {
    withRandom(t, 1);
    assert.equal(retryDelay(1, refusal(421), policy), 5_000);
    assert.equal(retryDelay(1, refusal(426), policy), 1_000);
  });
});

/** Runs work that fails `failures` times, and records its attempts and retries. */
async function run(failures: number, error: Error, changes: Partial<RetryOptions> = {}) {
  const retries: Retry[] = [];
  let attempts = 0;
  const work = () => {
    attempts += 1;
    return attempts <= failures ? Promise.reject(error) : Promise.resolve('done');
  };
  const options: RetryOptions = {
    subject: 'directories',
    policy: { retries: 3, firstPauseMs: 1 },
    isTransient,
    isFree: () => false,
    onRetry: (retry) => retries.push(retry),
    signal: new AbortController().signal,
    ...changes,
  };
  const result = await withRetries(options, work).catch((thrown: unknown) => thrown);
  return { attempts, retries, result };
}

describe('withRetries', () => {
  test('repeats work until it succeeds', async () => {
    const { attempts, result } = await run(2, protocolError);
    assert.equal(result, 'done');
    assert.equal(attempts, 3);
  });

  test('reports every failed attempt that it repeats', async () => {
    const { retries } = await run(2, protocolError);
    const common = { subject: 'directories', error: protocolError, attempts: 4, isFree: false };
    assert.deepEqual(
      retries.map(({ delayMs, ...retry }) => ({ ...retry, hasDelay: delayMs > 0 })),
      [
        { ...common, attempt: 1, hasDelay: true },
        { ...common, attempt: 2, hasDelay: true },
      ],
    );
  });

  test('throws the last error when no retries are left', async () => {
    const policy = { retries: 2, firstPauseMs: 1 };
    const { attempts, result } = await run(9, protocolError, { policy });
    assert.equal(result, protocolError);
    assert.equal(attempts, 3);
  });

  test('attempts work once without retries', async () => {
    const policy = { retries: 0, firstPauseMs: 1 };
    assert.equal((await run(1, protocolError, { policy })).attempts, 1);
  });

  test("doesn't count free retries", async () => {
    let free = 2;
    const isFree = () => {
      free -= 1;
      return free >= 0;
    };
    const policy = { retries: 1, firstPauseMs: 1 };
    const { retries, result } = await run(3, protocolError, { policy, isFree });
    assert.equal(result, 'done');
    assert.deepEqual(
      retries.map(({ attempt, isFree }) => ({ attempt, isFree })),
      [
        { attempt: 1, isFree: true },
        { attempt: 1, isFree: true },
        { attempt: 1, isFree: false },
      ],
    );
  });

  test('attempts work once when the error is permanent', async () => {
    const error = refusal(530, 'PASS');
    const { attempts, result } = await run(1, error);
    assert.equal(result, error);
    assert.equal(attempts, 1);
  });

  test('throws the reason of the signal when it is aborted during a delay', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const started = performance.now();
    const { result } = await run(9, protocolError, {
      policy: { retries: 3, firstPauseMs: 60_000 },
      onRetry: () => {
        setImmediate(() => {
          controller.abort(reason);
        });
      },
      signal: controller.signal,
    });
    assert.equal(result, reason);
    assert.ok(performance.now() - started < 10_000);
  });

  test('attempts nothing when the signal is aborted already', async () => {
    const reason = new Error('cancelled');
    const { attempts, result } = await run(0, protocolError, {
      signal: AbortSignal.abort(reason),
    });
    assert.deepEqual({ attempts, result }, { attempts: 0, result: reason });
  });

  test('throws the reason of the signal when it is aborted during an attempt', async () => {
    for (const error of [refusal(530, 'PASS'), protocolError]) {
      const controller = new AbortController();
      const reason = new Error('cancelled');
      const retries: Retry[] = [];
      const options: RetryOptions = {
        subject: 'connection',
        policy: { retries: 3, firstPauseMs: 1 },
        isTransient,
        isFree: () => false,
        onRetry: (retry) => retries.push(retry),
        signal: controller.signal,
      };
      const running = withRetries(options, () => {
        controller.abort(reason);
        return Promise.reject(error);
      });
      await assert.rejects(running, reason);
      assert.deepEqual(retries, []);
    }
  });
});
