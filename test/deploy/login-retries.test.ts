import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ConnectionLostError, ReplyError } from '../../src/ftps/index.ts';
import { commandsSent, createFixture } from '../support/embedded-deployment.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { preflightAt } from './run-preflight.ts';
import { errorOf } from './events.ts';

type Override = ReturnType<NonNullable<EmbeddedServerOptions['onCommand']>>;

const files = { a: '1', b: '2' };

/** Deploys to a server that answers each command of a verb in another way. */
async function deployWith(
  verb: string,
  override: Override,
  changes: Partial<EmbeddedServerOptions> = {},
) {
  await using fixture = await createFixture(
    files,
    {},
    { onCommand: (sent) => (sent.verb === verb ? override : undefined), ...changes },
  );
  const { result } = await fixture.deploy({ retries: 3, mode: changes.mode ?? 'implicit' });
  const count = (sent: string) => commandsSent(fixture.server, sent).length;
  return { result, users: count('USER'), passwords: count('PASS') };
}

const judgments = [332, 430, 431, 434, 450, 451, 452, 454, 500, 501, 503, 530, 532, 550];

describe('deploy sends the password once after', () => {
  for (const code of judgments) {
    test(`${code} to PASS`, async () => {
      const { result, passwords } = await deployWith('PASS', `${code} No.`);
      assert.ok(result.error instanceof ReplyError);
      assert.deepEqual([result.error.reply.code, passwords, result.retries], [code, 1, 0]);
    });
  }

  for (const override of ['close', 'reset'] as const) {
    test(`${override} instead of a reply to PASS`, async () => {
      const { result, passwords } = await deployWith('PASS', override);
      assert.ok(result.error instanceof ConnectionLostError);
      assert.deepEqual([passwords, result.retries], [1, 0]);
    });
  }

  test('a reply to PASS that is not FTP', async () => {
    const { result, passwords } = await deployWith('PASS', 'hello');
    assert.deepEqual([result.error?.name, passwords], ['ProtocolError', 1]);
  });

  test('530 to PASS that a 421 follows', async () => {
    const { passwords } = await deployWith('PASS', ['530 Wrong.', '421 Too many errors.']);
    assert.equal(passwords, 1);
  });

  test('a refusal in a preflight', async () => {
    await using fixture = await createFixture(
      {},
      {},
      { onCommand: ({ verb }) => (verb === 'PASS' ? '450 No.' : undefined) },
    );
    const { failure } = await preflightAt(fixture.server);
    assert.equal(failure?.step, 'login');
    assert.equal(commandsSent(fixture.server, 'PASS').length, 1);
  });
});

describe('deploy sends USER once after', () => {
  for (const code of [430, 431, 450, 451, 500, 530]) {
    test(`${code}`, async () => {
      const { result, users, passwords } = await deployWith('USER', `${code} No.`);
      assert.ok(result.error instanceof ReplyError);
      assert.deepEqual([users, passwords, result.retries], [1, 0, 0]);
    });
  }

  test('421 because the connection is not encrypted', async () => {
    const reply = '421 Sorry, cleartext sessions are not accepted.';
    const { result, users } = await deployWith('USER', reply, { mode: 'none' });
    assert.ok(result.error instanceof ReplyError && result.error.requiresTls);
    assert.equal(users, 1);
  });
});

describe('deploy retries the login after', () => {
  for (const [title, verb, override] of [
    ['421 to PASS', 'PASS', '421 Too many active connections, try again later.'],
    ['421 to USER', 'USER', '421 Full.'],
    ['a connection that is lost after USER', 'USER', 'close'],
    ['421 instead of the greeting', 'CONNECT', '421 Full.'],
    [
      '530 instead of the greeting (ProFTPD)',
      'CONNECT',
      '530 Sorry, the maximum number of connections.',
    ],
  ] as const) {
    test(title, async () => {
      let isFirst = true;
      const once = (sent: { readonly verb: string }) => {
        if (sent.verb !== verb || !isFirst) return undefined;
        isFirst = false;
        return override;
      };
      const { result } = await deployWith(verb, undefined, { onCommand: once });
      assert.deepEqual([result.error, result.retries], [undefined, 1]);
    });
  }

  test('an unencrypted 421 on a port for implicit TLS', async () => {
    const onAccept = (session: number) => (session === 1 ? '421 Too many.' : undefined);
    const { result } = await deployWith('NONE', undefined, { onAccept });
    assert.deepEqual([result.error, result.retries], [undefined, 1]);
  });
});

/** Deploys to a server that loses the first connection in the first upload, and then answers PASS in another way. */
async function reconnectWith(override: Override) {
  await using fixture = await createFixture(
    files,
    {},
    {
      onCommand: ({ verb, count, session }) => {
        if (verb === 'STOR' && count === 1) return 'close';
        return verb === 'PASS' && session === 2 ? override : undefined;
      },
    },
  );
  const { result } = await fixture.deploy({ retries: 3 });
  return { result, passwords: commandsSent(fixture.server, 'PASS').length };
}

describe('deploy, when it reconnects after a successful login,', () => {
  test('ends the run when the password is refused', async () => {
    const { result, passwords } = await reconnectWith('530 Login incorrect.');
    assert.equal(errorOf(result, 'a')?.message, 'The login failed: 530 Login incorrect.');
    assert.equal(result.files[1]?.status, 'pending');
    assert.equal(passwords, 2);
  });

  test('retries when the connection is lost after PASS', async () => {
    const { result, passwords } = await reconnectWith('close');
    assert.equal(result.error, undefined);
    assert.equal(passwords, 3);
  });

  test('retries a temporary refusal', async () => {
    const { result, passwords } = await reconnectWith('450 Try again later.');
    assert.equal(result.error, undefined);
    assert.equal(passwords, 3);
  });
});
