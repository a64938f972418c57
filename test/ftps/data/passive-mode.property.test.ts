import { test } from 'node:test';

import { check, runs, seed } from '../property.ts';
import { passiveModeProperties } from './passive-mode.properties.ts';

for (const property of passiveModeProperties) {
  test(`${property.title}, ${runs} times`, () => {
    check(property, runs, seed);
  });
}
