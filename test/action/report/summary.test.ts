import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PreflightReport } from '../../../src/action/report/preflight-lines.ts';
import { summary } from '../../../src/action/report/summary.ts';
import type { FileResult } from '../../../src/deploy/index.ts';
import { certificate, clearConnection, connection, file, report, unconnected } from '../samples.ts';

const failed = (name: string) =>
  file(name, { status: 'failed', error: new Error(`It was refused: ${name}`) });
const pending = (name: string) => file(name, { status: 'pending' });

test('summary tells outcome, totals, trust and each file', () => {
  assert.equal(
    summary(report({ trust: 'authority', retries: 1 })),
    `<h3>✅ 2 files uploaded to <code>ftp.example</code></h3>

<table>
<tr><th align="left">Uploaded</th><td>20 B</td></tr>
<tr><th align="left">Time</th><td>1.5 s (13 B/s)</td></tr>
<tr><th align="left">Retries</th><td>1</td></tr>
<tr><th align="left">TLS</th><td><code>TLSv1.3</code> <code>TLS_AES_256_GCM_SHA384</code></td></tr>
<tr><th align="left">Certificate</th><td><code>CN=ftp.example</code>, issued by <code>CN=Some Authority</code></td></tr>
<tr><th align="left">Valid until</th><td>2027-01-31 (214 days left)</td></tr>
<tr><th align="left">SHA-256</th><td><code>AA:BB</code></td></tr>
<tr><th align="left">Trusted by</th><td>an authority that the runner or <code>tls-ca</code> trusts</td></tr>
<tr><th align="left">TLS session resumed</th><td>2 of 2 data connections</td></tr>
</table>

<table>
<tr><th>File</th><th>Size</th><th>Time</th><th></th></tr>
<tr><td><code>a.txt</code></td><td>10 B</td><td>2 ms</td><td>✅ uploaded</td></tr>
<tr><td><code>b.txt</code></td><td>10 B</td><td>2 ms</td><td>✅ uploaded</td></tr>
</table>
`,
  );
});

test('summary shows failures first, then what was not reached, each in its order', () => {
  const files = [file('a'), pending('e'), failed('b'), file('c'), failed('d'), pending('f')];
  const error = { code: 'X', message: 'It failed.\nDo this.' };
  const text = summary(report({ files, error }));
  const names = [...text.matchAll(/<tr><td><code>(.)<\/code>/g)].map((match) => match[1]);
  assert.deepEqual(names, ['b', 'd', 'e', 'f', 'a', 'c']);
  assert.match(text, /<h3>❌ 2 of 6 files uploaded to <code>ftp\.example<\/code><\/h3>/);
  assert.match(text, /<pre>It failed\.\nDo this\.<\/pre>/);
  assert.match(text, /Failed<\/th><td>2 files<.*\n.*Not reached<\/th><td>2 files</);
});

test('summary says so when there was nothing to upload, or no connection', () => {
  const nothing = { files: [], startedAt: new Date(0), milliseconds: 5 };
  assert.match(summary(nothing), /^<h3>ℹ️ No files to upload<\/h3>/);
  const error = { code: 'INPUT', message: 'Bad.' };
  assert.match(summary({ ...nothing, error }), /^<h3>❌ Nothing was uploaded<\/h3>/);
});

test('summary says what a dry run would do, without a word of TLS', () => {
  const run = unconnected({ files: [pending('www/a'), pending('www/b')], isDryRun: true });
  assert.equal(
    summary(run),
    `<h3>📋 Dry run: 2 files, 20 B, would be uploaded to <code>ftp.example</code></h3>

<table>
<tr><th>Local file</th><th>Remote path</th><th>Size</th></tr>
<tr><td><code>site/www/a</code></td><td><code>www/a</code></td><td>10 B</td></tr>
<tr><td><code>site/www/b</code></td><td><code>www/b</code></td><td>10 B</td></tr>
</table>
`,
  );
  const error = { code: 'PLAN', message: 'Bad.' };
  assert.match(summary({ ...run, files: [], error }), /^<h3>❌ The dry run failed</);
});

const preflight: PreflightReport = {
  lines: [
    { step: 'network', title: 'Network', outcome: 'passed', text: 'open' },
    { step: 'tls', title: 'TLS', outcome: 'warned', text: 'not checked' },
    { step: 'login', title: 'Login', outcome: 'failed', text: 'Refused.\nDo this.' },
    { step: 'directory', title: 'remote-dir', outcome: 'not tried', text: 'not tried' },
  ],
  capabilities: ['It resumes.'],
};

test('summary has a row for each step of a preflight, and what the server offers', () => {
  const error = { code: 'X', message: 'Refused.\nDo this.' };
  assert.equal(
    summary(report({ endpoint: connection.endpoint, files: [], preflight, error })),
    `<h3>❌ Preflight failed: <code>ftp.example</code></h3>

<pre>Refused.
Do this.</pre>

<table>
<tr><th align="left" nowrap>✅ Network</th><td><code>open</code></td></tr>
<tr><th align="left" nowrap>⚠️ TLS</th><td><code>not checked</code></td></tr>
<tr><th align="left" nowrap>❌ Login</th><td><code>Refused.</code></td></tr>
<tr><th align="left" nowrap>➖ remote-dir</th><td><code>not tried</code></td></tr>
</table>

<h4>What the server offers</h4>

<ul>
<li>It resumes.</li>
</ul>
`,
  );
});

test('summary shows a preflight and then the plan of a dry run', () => {
  const files = [pending('a')];
  const text = summary(report({ preflight, isDryRun: true, files }));
  assert.match(
    text,
    /^<h3>✅ Preflight passed: <.*<h3>📋 Dry run: 1 file, 10 B, .*<th>Local file</s,
  );
  assert.doesNotMatch(text, /Uploaded<\/th>/);
});

test('summary says at which attempt a file was uploaded, and why one was not', () => {
  const text = summary(report({ files: [file('a', { attempts: 2 }), failed('b')] }));
  assert.match(text, /<code>a<\/code>.*<td>✅ uploaded at attempt 2<\/td>/);
  assert.match(text, /<code>b<\/code>.*<td>❌ failed: <code>It was refused: b<\/code><\/td>/);
});

test('summary says by what the server was trusted', () => {
  assert.match(summary(report({ trust: 'pin' })), /Trusted by<\/th><td><code>tls-pin<\/code></);
  assert.match(summary(report({ trust: 'nothing' })), /⚠️ nothing: .*tls-verify: false/);
});

test('summary warns of clear text', () => {
  const text = summary(report({ connection: clearConnection }));
  assert.match(text, /TLS<\/th><td>⚠️ none: clear text</);
});

const hostile = '<script>alert(1)</script> | @org/team [x](y) `z` \n# title\n\n\u001b[2J "q" &amp;';

test('summary lets nothing foreign be markup', () => {
  const text = summary(
    report({
      files: [file(hostile), failed(hostile)],
      connection: {
        ...connection,
        endpoint: { host: hostile, port: 1 },
        tls: {
          protocol: hostile,
          cipher: hostile,
          certificate: { ...certificate, subject: hostile, issuer: hostile },
        },
      },
      error: { code: hostile, message: hostile },
      endpoint: { host: hostile, port: 1 },
    }),
  );
  const tags = new Set([...text.matchAll(/<\/?(\w+)/g)].map((match) => match[1]));
  assert.deepEqual([...tags].sort(), ['code', 'h3', 'pre', 'table', 'td', 'th', 'tr']);
  assert.doesNotMatch(text, /\u001b|^# title$.*<table>/m);
  // What is not inside code or pre would be a mention or a link.
  const outside = text.replace(/<(code|pre)>.*?<\/\1>/gs, '');
  assert.doesNotMatch(outside, /@org|\[x\]|alert|title/);
  // An empty line would end a block of HTML: what follows would be Markdown.
  for (const table of text.match(/<table>.*?<\/table>/gs) ?? []) assert.doesNotMatch(table, /\n\n/);
});

test('summary lets nothing foreign be markup in a preflight either', () => {
  const line = { step: 'tls', title: 'TLS', outcome: 'passed', text: hostile } as const;
  const text = summary(
    report({ files: [], preflight: { lines: [line], capabilities: [hostile] } }),
  );
  const tags = new Set([...text.matchAll(/<\/?(\w+)/g)].map((match) => match[1]));
  assert.deepEqual([...tags].sort(), ['code', 'h3', 'h4', 'li', 'table', 'td', 'th', 'tr', 'ul']);
});

const many: readonly [title: string, name: (n: number) => string][] = [
  ['ordinary', (n) => `assets/images/gallery/photo-${n}.jpeg`],
  ['long', (n) => `${'directory/'.repeat(20)}${n}.html`],
  ['Japanese', (n) => `${'日本語'.repeat(60)}${n}`],
  ['hostile', (n) => `${'"'.repeat(250)}${n}`],
];

for (const [title, name] of many) {
  for (const isDryRun of [false, true]) {
    test(`summary of 100,000 ${isDryRun ? 'planned' : 'uploaded'} files with ${title} names stays below 500 KB`, () => {
      const files: FileResult[] = Array.from({ length: 100_000 }, (_, n) => file(name(n)));
      const text = summary(report({ files, isDryRun }));
      assert.ok(Buffer.byteLength(text) < 500_000, String(Buffer.byteLength(text)));
      const shown = text.match(/<tr><td>/g)?.length ?? 0;
      assert.ok(shown >= 100, String(shown));
      const says = `<p>${shown} of 100000 files are shown here; the manifest lists all of them.<br>`;
      assert.ok(text.includes(says));
    });
  }
}

test('summary of 10,000 failures stays below 500 KB', () => {
  const files = Array.from({ length: 10_000 }, (_, n) => failed(`${'"'.repeat(250)}${n}`));
  const text = summary(report({ files, error: { code: 'X', message: 'x'.repeat(10_000) } }));
  assert.ok(Buffer.byteLength(text) < 500_000, String(Buffer.byteLength(text)));
});

test('summary shows the failures among very many files, and names the largest and the slowest', () => {
  const files = Array.from({ length: 2000 }, (_, n) => file(String(n)));
  files[1_500] = file('slow', { milliseconds: 61_000 });
  files[1_600] = file('large', { sizeBytes: 3 * 1024 ** 3 });
  const text = summary(report({ files: [...files, failed('the one')] }));
  assert.match(text, /<tr><td><code>the one<\/code>.*❌/);
  assert.match(
    text,
    /Largest: <code>large<\/code>, 3\.0 GiB<br>\nSlowest: <code>slow<\/code>, 1 min 1 s/,
  );
});
