/** Tests of the real servers that other tests rely on. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { createAuthority, type TestAuthority } from '../support/certificates.ts';
import {
  SERVER_NAMES,
  startRealServer,
  whyUnavailable,
  type RealServer,
  type RealServerOptions,
} from '../support/real-servers/index.ts';

const isCi = !['', 'false', '0'].includes(process.env['CI'] ?? '');
const mustRun = isCi && process.platform === 'linux';

let authority: TestAuthority;
let certificate: RealServerOptions['certificate'];

before(async () => {
  authority = await createAuthority();
  const subject = { commonName: 'localhost', ipAddresses: ['127.0.0.1'], keyType: 'rsa' } as const;
  certificate = { ...(await authority.issue(subject)), chain: authority.cert };
});

for (const name of SERVER_NAMES) {
  const skip = mustRun ? false : (whyUnavailable(name) ?? false);
  const mode = name === 'pure-ftpd' ? 'explicit' : 'implicit';

  test(
    `${name} accepts only the password, and leaves no process or file behind`,
    { skip },
    async (t) => {
      const server = await startRealServer(name, { mode, certificate });
      try {
        assert.equal(await server.controlConnections(), 0);
        assert.match(await replyToLogin(server, mode, server.password), /^230 /);
        assert.match(await replyToLogin(server, mode, `not-${server.password}`), /^530 /);
        assert.equal(await server.controlConnections(), 2);
        assert.notDeepEqual(processesUsing(dirname(server.root)), []);
      } catch (error) {
        t.diagnostic(await server.log());
        throw error;
      } finally {
        await server[Symbol.asyncDispose]();
      }
      assert.equal(await accepts(server), false, 'its port is still open');
      assert.equal(existsSync(dirname(server.root)), false, 'its files still exist');
      assert.deepEqual(processesUsing(dirname(server.root)), []);
    },
  );

  for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`${name} supports only ${tls} when it is configured so`, { skip }, async () => {
      await using server = await startRealServer(name, { mode, certificate, tls });
      const socket = await openControl(server, mode);
      assert.equal(socket.getProtocol(), tls);
      socket.destroy();
    });
  }
}

async function replyToLogin(
  server: RealServer,
  mode: 'implicit' | 'explicit',
  password: string,
): Promise<string> {
  const socket = await openControl(server, mode);
  try {
    if (mode === 'implicit') assert.match(await readReply(socket), /^220 /);
    assert.match(await command(socket, `USER ${server.username}`), /^331 /);
    return await command(socket, `PASS ${password}`);
  } finally {
    socket.destroy();
  }
}

/** Connects and starts TLS; with implicit TLS, the greeting hasn't been read yet. */
async function openControl(server: RealServer, mode: 'implicit' | 'explicit') {
  const plain = connect(server.port, server.host);
  if (mode === 'explicit') {
    assert.match(await readReply(plain), /^220 /);
    assert.match(await command(plain, 'AUTH TLS'), /^234 /);
  }
  const socket = connectTls({ socket: plain, host: server.host, ca: authority.cert });
  await once(socket, 'secureConnect');
  return socket;
}

async function command(socket: Socket, line: string): Promise<string> {
  socket.write(`${line}\r\n`);
  return readReply(socket);
}

/** The last line of the next reply. */
async function readReply(socket: Socket): Promise<string> {
  for (let text = ''; ;) {
    const chunk = socket.read() as Buffer | null;
    text += chunk?.toString() ?? '';
    const lastLine = /^\d{3} .*(?=\r\n)/m.exec(text);
    if (lastLine !== null) return lastLine[0];
    if (socket.readableEnded) return `connection closed after: ${text}`;
    if (chunk === null) await Promise.race([once(socket, 'readable'), once(socket, 'end')]);
  }
}

async function accepts(server: RealServer): Promise<boolean> {
  const socket = connect(server.port, server.host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Visible processes with a directory in their command line, working directory, root or open files. */
function processesUsing(directory: string): string[] {
  const uses = (pid: string): boolean => {
    const about = join('/proc', pid);
    const sources = [
      () => readFileSync(join(about, 'cmdline'), 'utf8'),
      () => readlinkSync(join(about, 'cwd')),
      () => readlinkSync(join(about, 'root')),
      () => readdirSync(join(about, 'fd')).map((fd) => readlinkSync(join(about, 'fd', fd))),
    ].map((read) => {
      try {
        return read();
      } catch {
        return [];
      }
    });
    return sources.flat().some((text) => text.includes(directory));
  };
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && uses(entry));
}
