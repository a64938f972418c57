import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Redactor } from '../../../src/action/log/redactor.ts';
import type { PreflightReport } from '../../../src/action/report/preflight-report.ts';
import type { RunReport } from '../../../src/action/report/report.ts';
import { summary } from '../../../src/action/report/summary.ts';
import {
  certificate,
  connection,
  failedFile,
  pendingFile,
  plaintextConnection,
  redactor,
  replyError,
  report,
  unconnected,
  uploadedFile,
} from '../samples.ts';

/** The summary of a report. */
function html(run: RunReport): string {
  return summary(run, redactor);
}

test('summary shows the result, the totals, TLS and each file', () => {
  assert.equal(
    html(report({ trust: 'ca', retries: 1 })),
    `<h3>✅ 2 files uploaded to <code>ftp.example</code></h3>

<table>
<tr><th align="left">Uploaded</th><td>20 B</td></tr>
<tr><th align="left">Time</th><td>1.5 s (13 B/s)</td></tr>
<tr><th align="left">Retries</th><td>1</td></tr>
<tr><th align="left">TLS</th><td><code>TLSv1.3</code> <code>TLS_AES_256_GCM_SHA384</code></td></tr>
<tr><th align="left">Certificate</th><td><code>CN=ftp.example</code>, issued by <code>CN=Some CA</code></td></tr>
<tr><th align="left">Valid until</th><td>2027-01-31 (214 days left)</td></tr>
<tr><th align="left">SHA-256</th><td><code>AA:BB</code></td></tr>
<tr><th align="left">Certificate check</th><td>passed (system CA or <code>tls-ca</code>)</td></tr>
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

test('summary shows failures first, then the files that were not attempted, each in order', () => {
  const files = [
    ...[uploadedFile('a'), pendingFile('e'), failedFile('b')],
    ...[uploadedFile('c'), failedFile('d'), pendingFile('f')],
  ];
  const error = { code: 'X', message: 'It failed.\nDo this.' };
  const text = html(report({ files, error }));
  const names = [...text.matchAll(/<tr><td><code>(.)<\/code>/g)].map((match) => match[1]);
  assert.deepEqual(names, ['b', 'd', 'e', 'f', 'a', 'c']);
  assert.match(text, /<h3>❌ 2 of 6 files uploaded to <code>ftp\.example<\/code><\/h3>/);
  assert.match(text, /<pre>It failed\.\nDo this\.<\/pre>/);
  assert.match(text, /Failed<\/th><td>2 files<.*\n.*Not attempted<\/th><td>2 files</);
});

test('summary says when there were no files to upload, or nothing was uploaded', () => {
  const nothing = { files: [], startedAt: new Date(0), milliseconds: 5 };
  assert.match(html(nothing), /^<h3>ℹ️ No files to upload<\/h3>/);
  const error = { code: 'INPUT', message: 'Bad.' };
  assert.match(html({ ...nothing, error }), /^<h3>❌ Nothing was uploaded<\/h3>/);
});

test('summary of a dry run shows the plan and no TLS', () => {
  const run = unconnected({ files: [pendingFile('www/a'), pendingFile('www/b')], isDryRun: true });
  assert.equal(
    html(run),
    `<h3>📋 Dry run: 2 files (20 B) would be uploaded to <code>ftp.example</code></h3>

<table>
<tr><th>Local file</th><th>Remote path</th><th>Size</th></tr>
<tr><td><code>site/www/a</code></td><td><code>www/a</code></td><td>10 B</td></tr>
<tr><td><code>site/www/b</code></td><td><code>www/b</code></td><td>10 B</td></tr>
</table>
`,
  );
  const error = { code: 'PLAN', message: 'Bad.' };
  assert.match(html({ ...run, files: [], error }), /^<h3>❌ The dry run failed</);
});

const preflight: PreflightReport = {
  lines: [
    { step: 'network', title: 'Network', outcome: 'passed', text: 'open' },
    { step: 'tls', title: 'TLS', outcome: 'warned', text: 'not verified' },
    { step: 'login', title: 'Login', outcome: 'failed', text: 'Rejected.\nDo this.' },
    { step: 'directory', title: 'remote-dir', outcome: 'not attempted', text: 'not attempted' },
  ],
  capabilities: ['It can resume.'],
};

test("summary has a row for each step of a preflight, and the server's capabilities", () => {
  const error = { code: 'X', message: 'Rejected.\nDo this.' };
  assert.equal(
    html(report({ endpoint: connection.endpoint, files: [], preflight, error })),
    `<h3>❌ Preflight failed: <code>ftp.example</code></h3>

<pre>Rejected.
Do this.</pre>

<table>
<tr><th align="left" nowrap>✅ Network</th><td><code>open</code></td></tr>
<tr><th align="left" nowrap>⚠️ TLS</th><td><code>not verified</code></td></tr>
<tr><th align="left" nowrap>❌ Login</th><td><code>Rejected.</code></td></tr>
<tr><th align="left" nowrap>➖ remote-dir</th><td><code>not attempted</code></td></tr>
</table>

<h4>Server capabilities</h4>

<ul>
<li>It can resume.</li>
</ul>
`,
  );
});

test('summary shows a preflight before the plan of a dry run', () => {
  const files = [pendingFile('a')];
  const text = html(report({ preflight, isDryRun: true, files }));
  assert.match(
    text,
    /^<h3>✅ Preflight passed: <.*<h3>📋 Dry run: 1 file \(10 B\) .*<th>Local file</s,
  );
  assert.doesNotMatch(text, /Uploaded<\/th>/);
});

test('summary shows the number of attempts, and why a file failed', () => {
  const rejected = failedFile('b', replyError('STOR b', 550, 'Denied.'));
  const files = [uploadedFile('a', { attempts: 2 }), rejected, failedFile('c')];
  const text = html(report({ files }));
  assert.match(text, /<code>a<\/code>.*<td>✅ uploaded \(attempt 2\)<\/td>/);
  assert.match(text, /<code>b<\/code>.*<td>❌ failed: <code>550 Denied\.<\/code><\/td>/);
  assert.match(text, /<code>c<\/code>.*<td>❌ failed: <code>It failed\.<\/code><\/td>/);
});

test('summary shows how the certificate was verified', () => {
  assert.match(html(report({ trust: 'pin' })), /Certificate check<.*>passed \(<code>tls-pin</);
  assert.match(html(report({ trust: 'none' })), /⚠️ disabled \(<code>tls-verify: false</);
});

test('summary shows that the certificate has an invalid date', () => {
  const invalid = { ...certificate, validTo: new Date(Number.NaN) };
  const tls = { protocol: 'TLSv1.3', cipher: 'X', certificate: invalid };
  const text = html(report({ connection: { ...connection, tls } }));
  assert.match(text, /Valid until<\/th><td>an invalid date</);
});

test('summary shows that the connection was unencrypted', () => {
  const text = html(report({ connection: plaintextConnection }));
  assert.match(text, /TLS<\/th><td>⚠️ none: unencrypted</);
});

test('summary redacts secrets before it truncates and escapes text', () => {
  const quoted = new Redactor({ secrets: ['a<b&c'], username: '', hosts: [] });
  const name = `${'x'.repeat(197)}a<b&c`;
  const run = report({ files: [uploadedFile(name), failedFile('f', new Error('a<b&c'))] });
  const text = summary(run, quoted);
  assert.match(text, /x\*\*\*<\/code>/);
  assert.match(text, /failed: <code>\*\*\*<\/code>/);
  assert.doesNotMatch(text, /a&lt;|a<b/);
});

const hostile = '<script>alert(1)</script> | @org/team [x](y) `z` \n# title\n\n\u001b[2J "q" &amp;';

test('summary contains no markup of untrusted text', () => {
  const text = html(
    report({
      files: [uploadedFile(hostile), failedFile(hostile, new Error(hostile))],
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
  // Outside code and pre, GitHub would show mentions and links.
  const outside = text.replace(/<(code|pre)>.*?<\/\1>/gs, '');
  assert.doesNotMatch(outside, /@org|\[x\]|alert|title/);
  // An empty line ends a block of HTML; the rest would be parsed as Markdown.
  for (const table of text.match(/<table>.*?<\/table>/gs) ?? []) assert.doesNotMatch(table, /\n\n/);
});

test('summary contains no markup of untrusted text in a preflight', () => {
  const line = { step: 'tls', title: 'TLS', outcome: 'passed', text: hostile } as const;
  const text = html(report({ files: [], preflight: { lines: [line], capabilities: [hostile] } }));
  const tags = new Set([...text.matchAll(/<\/?(\w+)/g)].map((match) => match[1]));
  assert.deepEqual([...tags].sort(), ['code', 'h3', 'h4', 'li', 'table', 'td', 'th', 'tr', 'ul']);
});

const names: Readonly<Record<string, (n: number) => string>> = {
  ordinary: (n) => `assets/images/gallery/photo-${n}.jpeg`,
  long: (n) => `${'directory/'.repeat(20)}${n}.html`,
  Japanese: (n) => `${'日本語'.repeat(60)}${n}`,
  hostile: (n) => `${'"'.repeat(250)}${n}`,
};

for (const [kind, name] of Object.entries(names)) {
  for (const isDryRun of [false, true]) {
    test(`summary of 100,000 ${isDryRun ? 'planned' : 'uploaded'} files with ${kind} names stays below 500 KB`, () => {
      const files = Array.from({ length: 100_000 }, (_, n) => uploadedFile(name(n)));
      const text = html(report({ files, isDryRun }));
      assert.ok(Buffer.byteLength(text) < 500_000, String(Buffer.byteLength(text)));
      const shown = text.match(/<tr><td>/g)?.length ?? 0;
      assert.ok(shown >= 100, String(shown));
      const note = `<p>Showing ${shown} of 100000 files. The manifest lists all of them.<br>`;
      assert.ok(text.includes(note));
    });
  }
}

test('summary of 10,000 failures stays below 500 KB', () => {
  const name = '"'.repeat(250);
  const files = Array.from({ length: 10_000 }, (_, n) =>
    failedFile(`${name}${n}`, new Error(name)),
  );
  const text = html(report({ files, error: { code: 'X', message: 'x'.repeat(10_000) } }));
  assert.ok(Buffer.byteLength(text) < 500_000, String(Buffer.byteLength(text)));
});

test('summary of many files shows the failures, and names the largest and the slowest file', () => {
  const files = Array.from({ length: 2000 }, (_, n) => uploadedFile(String(n)));
  files[1_500] = uploadedFile('slow', { milliseconds: 61_000 });
  files[1_600] = uploadedFile('large', { sizeBytes: 3 * 1024 ** 3 });
  const text = html(report({ files: [...files, failedFile('the one')] }));
  assert.match(text, /<tr><td><code>the one<\/code>.*❌/);
  assert.match(
    text,
    /Largest: <code>large<\/code>, 3\.0 GiB<br>\nSlowest: <code>slow<\/code>, 1 min 1 s/,
  );
});
