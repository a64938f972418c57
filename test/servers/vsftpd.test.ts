import { testServer } from './server-tests.ts';

testServer({ name: 'vsftpd', modes: ['implicit', 'explicit'], refusedLogin: /FAIL LOGIN/g });
