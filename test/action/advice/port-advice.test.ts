import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ConnectionPhase, PortAnswer } from '../../../src/ftps/index.ts';
import {
  ConnectionError,
  ConnectionLostError,
  TimeoutError,
  TlsError,
} from '../../../src/ftps/index.ts';
import type { AdviceCase } from './advice-case.ts';
import { advice, explicit } from './advice-case.ts';

const peer = { connection: 'control', endpoint: { host: 'ftp.example', port: 990 } } as const;

function unreachable(reason: string): ConnectionError {
  return new ConnectionError({ ...peer, cause: Object.assign(new Error('x'), { code: reason }) });
}

function timeout(phase: ConnectionPhase): TimeoutError {
  return new TimeoutError({ ...peer, phase, timeoutMs: 30_000 });
}

function found(port: number, answer: PortAnswer, banner = '') {
  return { alternativePort: { port, answer, banner } };
}

const cases: readonly AdviceCase[] = [
  {
    when: 'the port is closed and FTP answers on port 21',
    error: unreachable('ECONNREFUSED'),
    context: found(21, 'ftp', '220 Hi'),
    advice: /^Port 21 answers \("220 Hi"\): set "tls-mode: explicit"\.$/,
  },
  {
    when: 'there is no route and FTP answers on port 21',
    error: unreachable('EHOSTUNREACH'),
    context: found(21, 'ftp', '220 Hi'),
    advice: /^Port 21 answers/,
  },
  {
    when: 'connecting times out and port 21 sends nothing',
    error: timeout('connect'),
    context: found(21, 'nothing'),
    advice: /^Port 21 accepts connections, but sent no greeting .* Try "tls-mode: explicit"\.$/,
  },
  {
    when: 'TLS times out and FTP answers on port 21',
    error: timeout('tls'),
    context: found(21, 'ftp', '220 Hi'),
    advice: /^Port 21 answers/,
  },
  {
    when: 'connecting times out and port 21 is an SSH server',
    error: timeout('connect'),
    context: found(21, 'ssh', 'SSH-2.0-x'),
    advice: /^Port 21 is an SSH \(SFTP\) server\. This action supports FTPS only/,
  },
  {
    when: 'connecting times out and port 21 is something else',
    error: timeout('connect'),
    context: found(21, 'other', 'HTTP/1.1 400'),
    advice: /^Port 21 isn't FTP either: it sent "HTTP\/1\.1 400"\. Check "server"\.$/,
  },
  {
    when: 'no port answers',
    error: timeout('connect'),
    context: found(21, 'unreachable'),
    advice: /^Port 21 can't be reached either\. Check "server".*hosted runners\.$/,
  },
  {
    when: 'the port is another protocol and FTP answers on port 21',
    error: new TlsError({ ...peer, reason: 'x', detectedProtocol: 'other' }),
    context: found(21, 'ftp', '220 Hi'),
    advice: /^Port 21 answers/,
  },
  {
    when: 'the server closes the connection in the handshake and FTP answers on port 21',
    error: new ConnectionLostError({ ...peer, phase: 'tls' }),
    context: found(21, 'ftp', '220 Hi'),
    advice: /^Port 21 answers/,
  },
  {
    when: 'connecting with explicit TLS times out and port 990 is open',
    error: timeout('connect'),
    context: { ...explicit, ...found(990, 'nothing') },
    advice: /^Port 990 accepts connections: set "tls-mode: implicit"\.$/,
  },
  {
    when: 'the greeting times out and FTP answers on port 990',
    error: timeout('greeting'),
    context: { ...explicit, ...found(990, 'ftp', '220 Hi') },
    advice: /^Port 990 answers \("220 Hi"\): set "port: 990"\.$/,
  },
];

for (const { when, error, context, advice: expected } of cases) {
  test(`adviceFor says what to do when ${when}`, () => {
    const text = advice(error, context) ?? '';
    assert.match(text, expected);
    assert.match(text, /^["A-Z].*[.:\w]$/s);
  });
}
