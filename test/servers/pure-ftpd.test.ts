import { testServer } from './server-tests.ts';

testServer({
  name: 'pure-ftpd',
  modes: ['explicit'],
  refusedLogin: /Authentication failed/g,
  resumesNothingWith: ['TLSv1.3'],
  // It puts `_` in the place of a space at the very beginning or end of a path.
  changedNames: /^ | $/,
});
