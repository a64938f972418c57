import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatTimeVal } from '../../src/ftps/time-val.ts';

const times = [
  ['2021-02-03T04:05:06.000Z', '20210203040506'],
  ['2021-02-03T04:05:06.999Z', '20210203040506'],
  ['1999-12-31T23:59:59.500Z', '19991231235959'],
  ['2026-07-01T00:00:00.000+02:00', '20260630220000'],
] as const;

for (const [time, text] of times) {
  test(`${time} is ${text} in FTP`, () => {
    assert.equal(formatTimeVal(new Date(time)), text);
  });
}
