import { test } from 'node:test';

import { check, runs, seed } from '../property.ts';
import { replyParserProperties } from './reply-parser.properties.ts';

for (const property of replyParserProperties) {
  test(`${property.title}, ${runs} times`, () => {
    check(property, runs, seed);
  });
}
