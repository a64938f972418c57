import assert from 'node:assert/strict';

import { FtpsError } from '../../src/ftps/index.ts';

/** Fails unless the promise rejects with this code and message, in which `{port}` is any port. */
export async function assertFails(
  promise: Promise<unknown>,
  code: string,
  message: string,
): Promise<FtpsError> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(failure instanceof FtpsError, `failed with ${String(failure)}`);
  assert.equal(failure.message.replace(/(?<=127\.0\.0\.1:)\d+/g, '{port}'), message);
  assert.equal(failure.code, code);
  return failure;
}
