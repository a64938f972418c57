import { testServer } from './server-tests.ts';

testServer({
  name: 'pyftpdlib',
  modes: ['implicit', 'explicit'],
  refusedLogin: /failed login/g,
  asynchronous: true,
});
