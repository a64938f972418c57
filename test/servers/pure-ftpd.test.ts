import { testServer } from './server-tests.ts';

testServer({
  name: 'pure-ftpd',
  modes: ['explicit'],
  failedLogin: /Authentication failed/g,
  noResumptionWith: ['TLSv1.3'],
  // Replaces a space at the start or end of a path by `_`.
  renamedFiles: /^ | $/,
});
