import { testServer } from './server-tests.ts';

testServer({ name: 'vsftpd', modes: ['implicit', 'explicit'], failedLogin: /FAIL LOGIN/g });
