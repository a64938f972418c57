import { test } from 'node:test';

import { check, runs, seed } from '../../ftps/property.ts';
import { remotePathProperties } from './remote-path.properties.ts';

for (const property of remotePathProperties) {
  test(`${property.title}, ${runs} times`, () => {
    check(property, runs, seed);
  });
}
