/** Servers that repeat what must be redacted, in every form and at every place. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';

import { runAction } from '../support/action.ts';
import { selfSigned } from '../support/certificates.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { createWorkspace } from '../support/workspace.ts';
import { account, embedded } from './peers.ts';
import { annotations, readable } from './run-log.ts';

// cspell:ignore tchen
const hostName = 'ftp.b\u00fccher.example';
const filling = (length: number) => 'x'.repeat(length);

/** Encoded as servers, GitHub and this project encode text. */
function formsOf(text: string): string[] {
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const encoded = [
    encodeURIComponent(text),
    html,
    html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('base64'),
  ];
  return [text, text.replaceAll('"', '""'), ...(text.length < 4 ? [] : encoded)];
}

/** Replies of a server that repeats these texts wherever it can. */
function repeating(texts: readonly string[]): Partial<EmbeddedServerOptions> {
  const lines = (code: number) => [
    ...texts.map((text) => `${code}-${text}`),
    ...texts.map((text) => ` ${text}, ${text}.`),
    `${code} ${texts.join(' ')}`,
  ];
  const directory = texts[0]?.replaceAll('"', '""') ?? '';
  return {
    greeting: lines(220),
    onCommand: ({ verb }) => {
      if (verb === 'PWD') return { perform: true, reply: `257 "/home/${directory}" is it` };
      if (verb === 'QUIT') return { perform: true, reply: lines(221) };
      return undefined;
    },
    onData: ({ count }) => ({ final: lines(count % 2 === 1 ? 451 : 553) }),
  };
}

/** The same where texts are truncated in replies, in the greeting and in the summary; `fitting` characters are left. */
function straddling(text: string, fitting: number): Partial<EmbeddedServerOptions> {
  const at = (end: number, left = fitting) => `${filling(end - left)}${text}`;
  const lines = (code: number) => [
    `${code}-${at(296)}`,
    ...Array.from(text, (_, index) => `${code}-${at(300, index + 1)}`),
    `${code} End`,
  ];
  return {
    greeting: `220 ${at(200)}`,
    onCommand: ({ verb }) =>
      verb === 'PWD' ? { perform: true, reply: `257 "${at(500)}" is it` } : undefined,
    onData: ({ count }) => ({ final: lines(count % 2 === 1 ? 451 : 553) }),
  };
}

interface Case {
  readonly options: Partial<EmbeddedServerOptions>;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** Everything that a run writes, as people read it. */
interface Shown {
  readonly log: string;
  readonly debug: string;
  readonly transcript: string;
  readonly manifest: string;
  /** The text of the page. */
  readonly summary: string;
}

/** Runs the action and returns everything that it writes. */
async function show({ options, inputs = {} }: Case): Promise<Shown> {
  const { username = account.username, password = account.password } = inputs;
  await using workspace = await createWorkspace({ 'a.html': 'a' });
  const certificate = await selfSigned({
    commonName: `It is ${password}`,
    dnsNames: ['x.example'],
  });
  await using server = await embedded({ ...options, username, password, certificate })();
  await using run = await runAction({
    workspace: workspace.path,
    inputs: {
      ...{ server: 'localhost', port: String(server.port), files: '*', retries: '1' },
      ...{ 'tls-server-name': hostName, 'tls-pin': certificate.fingerprint256 },
      ...{ ...account, ...inputs },
    },
    env: { RUNNER_DEBUG: '1' },
  });
  const { debug } = annotations(run.log);
  const transcript = await readFile(run.outputs['transcript'] ?? '', 'utf8');
  const manifest = JSON.parse(await readFile(run.outputs['manifest'] ?? '', 'utf8')) as unknown;
  return {
    // Without the library's own debug lines, which contain local paths.
    log: readable(run.log.replaceAll(/^::debug::.*\n/gm, '')),
    debug: debug.filter((line) => /^(?:[CS]\d*:|--)/.test(line)).join('\n'),
    transcript: transcript.replaceAll(/^ *\d+\.\d{3} /gm, ''),
    // The pin is random, so it can contain a short password.
    manifest: stringsIn(manifest).join('\n').replaceAll(certificate.spkiSha256, ''),
    summary: pageText(run.summary),
  };
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function pageText(html: string): string {
  return html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function assertAbsent(texts: Readonly<Record<string, string>>, forbidden: readonly string[]): void {
  for (const [where, text] of Object.entries(texts)) {
    for (const part of forbidden) {
      assert.ok(!text.includes(part), `"${part}" is in the ${where}:\n${text.slice(0, 20_000)}`);
    }
  }
}

const runs: readonly (readonly [name: string, inputs: Readonly<Record<string, string>>])[] = [
  ['an upload', {}],
  ['a preflight', { preflight: 'true' }],
];

const passwords = [
  `p<w>&'x"y`,
  'code',
  'td',
  'tab\there "and" more',
  'K\u00e4se%20br\u00f6tchen',
  'Zq9w Kx7v Jm3t Qn5r Bd8s',
];

describe('The password', { concurrency: 4 }, () => {
  for (const password of passwords) {
    for (const [name, inputs] of runs) {
      test(`"${password}" is redacted in every form when a server repeats it in ${name}`, async () => {
        const forms = formsOf(password);
        const shown = await show({ options: repeating(forms), inputs: { password, ...inputs } });
        assertAbsent({ ...shown }, [...forms, ...forms.map((form) => form.replace('\t', '\\x09'))]);
        assert.match(shown.transcript, /\*\*\*/);
      });
    }
  }
});

describe('A password that straddles a limit', { concurrency: 4 }, () => {
  const password = 'Zq9wKx7vJm3tQn5rBd8s';
  for (const fitting of [4, 13]) {
    for (const [name, inputs] of runs) {
      test(`leaves no part of itself in ${name} when ${fitting} characters fit`, async () => {
        const options = straddling(password, fitting);
        const shown = await show({ options, inputs: { password, ...inputs } });
        assertAbsent({ ...shown }, ['Zq9', 'Kx7v', 'Jm3t', 'Qn5r', 'Bd8s']);
      });
    }
  }
});

/** Each with the parts of it that identify the account. */
const identities: readonly (readonly [text: string, ...forbidden: string[]])[] = [
  [`${hostName} FTP server`, 'cher'],
  ['b\u00fccher.example FTP', 'cher'],
  ['node7.B\u00dcCHER.Example', 'node7', 'CHER'],
  ['xn--bcher-kva.example', 'kva'],
  ['FTP.XN--BCHER-KVA.EXAMPLE ready', 'KVA'],
  ['- b\u00fccher.example - [b\u00fccher.example] --b\u00fccher.example--', 'cher'],
  ['anna.lund', 'anna'],
  ['ANNA.LUND@Shop.example', 'ANNA', 'Shop'],
  ['anna.lund%40shop.example', 'anna', 'shop'],
  ['www.shop.example', 'shop'],
  ['Your address is 203.0.113.7.', '113'],
  ['from 203, 0, 113, 7, or (203,0,113,7,195,80)', '113'],
  ['203-0-113-7.dsl.example', '113'],
  ['dsl-203-0-113-7-pool.dsl.example, ip203-0-113-7', '113'],
  ['[203.0.113.7]:21...203.0.113.7', '113'],
  ['2001:db8::7. [2001:db8::7]:990', 'db8'],
  ['localhost', 'localhost'],
];

const mail = { username: 'anna.lund@shop.example' };

describe('Username, hosts and addresses are redacted in the transcript and the debug log', () => {
  test('when a server repeats them in every form', async () => {
    const texts = identities.map(([text]) => text);
    const { transcript, debug } = await show({ options: repeating(texts), inputs: mail });
    assertAbsent(
      { transcript, debug },
      identities.flatMap(([, ...forbidden]) => forbidden),
    );
    assert.match(transcript, /retrying: .*\*\*\*/);
  });

  for (const text of [
    '999-b\u00fccher.example: anna.lund',
    '999-203-0-113-7.dsl.example, node.b\u00fccher.example',
    'anna.lund@shop.example from 203.0.113.7',
  ]) {
    test(`when a server sends the malformed reply "${text}"`, async () => {
      const options = {
        onCommand: ({ verb }: { readonly verb: string }) =>
          verb === 'EPSV' ? { raw: `${text}\r\n` } : undefined,
      };
      const { transcript, debug } = await show({ options, inputs: mail });
      assertAbsent({ transcript, debug }, ['cher', 'anna', 'shop', '113']);
      assert.match(transcript, /retrying: .*Received ".*\*\*\*/);
    });
  }

  for (const [text, ...forbidden] of [
    [hostName, 'cher', 'b\u00fc'],
    ['anna.lund@shop.example', 'anna', 'lund'],
    ['203.0.113.7', '0.113', '203.0'],
  ] as const) {
    for (const fitting of [6, 9]) {
      test(`when ${fitting} characters of ${text} fit`, async () => {
        const { transcript, debug } = await show({
          options: straddling(text, fitting),
          inputs: mail,
        });
        assertAbsent({ transcript, debug }, forbidden);
      });
    }
  }

  test('when the username has control characters and quotation marks', async () => {
    const username = 'dom\tuser"one';
    const texts = [username, 'dom\\x09user"one', 'dom\tuser""one'];
    const { transcript, debug } = await show({ options: repeating(texts), inputs: { username } });
    assertAbsent({ transcript, debug }, ['dom', 'user"', 'user""']);
  });
});
