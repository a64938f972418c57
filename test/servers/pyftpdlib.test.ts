import { testServer } from './server-tests.ts';

testServer({
  name: 'pyftpdlib',
  modes: ['implicit', 'explicit'],
  failedLogin: /failed login/g,
  asynchronous: true,
});
