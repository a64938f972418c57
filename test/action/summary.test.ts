import assert from 'node:assert/strict';
import { test } from 'node:test';

import { summary } from '../../src/action/summary.ts';
import type { FileResult } from '../../src/deploy/index.ts';
import { certificate, clearConnection, connection, file, report } from './samples.ts';

const failed = (name: string) => file(name, { status: 'failed' });
const pending = (name: string) => file(name, { status: 'pending' });

test('summary tells outcome, totals, trust and each file', () => {
  assert.equal(
    summary(report()),
    `<h3>✅ 2 files uploaded to <code>ftp.example</code></h3>


<table>
<tr><th align="left">Uploaded</th><td>20 B</td></tr>
<tr><th align="left">Time</th><td>1.5 s (13 B/s)</td></tr>
<tr><th align="left">TLS</th><td><code>TLSv1.3</code> <code>TLS_AES_256_GCM_SHA384</code></td></tr>
<tr><th align="left">Certificate</th><td><code>CN=ftp.example</code>, issued by <code>CN=Some Authority</code></td></tr>
<tr><th align="left">Valid until</th><td>2027-01-31 (214 days left)</td></tr>
<tr><th align="left">SHA-256</th><td><code>AA:BB</code></td></tr>
<tr><th align="left">TLS session resumed</th><td>2 of 2 data connections</td></tr>
</table>

<table>
<tr><th>File</th><th>Size</th><th>Time</th><th></th></tr>
<tr><td><code>a.txt</code></td><td>10 B</td><td>2 ms</td><td>✅ uploaded</td></tr>
<tr><td><code>b.txt</code></td><td>10 B</td><td>2 ms</td><td>✅ uploaded</td></tr>
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
  assert.match(text, /Failed<\/th><td>2<.*\n.*Not reached<\/th><td>2</);
});

test('summary says so when there was nothing to upload, or no connection', () => {
  const nothing = { files: [], startedAt: new Date(0), milliseconds: 5 };
  assert.match(summary(nothing), /^<h3>ℹ️ No files to upload<\/h3>/);
  const error = { code: 'INPUT', message: 'Bad.' };
  assert.match(summary({ ...nothing, error }), /^<h3>❌ Nothing was uploaded<\/h3>/);
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

const many: readonly [title: string, name: (n: number) => string, maximumBytes: number][] = [
  ['ordinary', (n) => `assets/images/gallery/photo-${n}.jpeg`, 100_000],
  ['long', (n) => `${'directory/'.repeat(20)}${n}.html`, 200_000],
  ['Japanese', (n) => `${'日本語'.repeat(60)}${n}`, 400_000],
  ['hostile', (n) => `${'"'.repeat(250)}${n}`, 750_000],
];

for (const [title, name, maximumBytes] of many) {
  test(`summary of 100,000 files with ${title} names stays below ${maximumBytes} bytes`, () => {
    const files: FileResult[] = Array.from({ length: 100_000 }, (_, n) => file(name(n)));
    const text = summary(report({ files }));
    assert.ok(Buffer.byteLength(text) < maximumBytes, String(Buffer.byteLength(text)));
    assert.match(text, /<p>And 99700 more; the manifest lists all of them\.<\/p>/);
  });
}

test('summary shows the failures among very many files', () => {
  const files = Array.from({ length: 2000 }, (_, n) => file(String(n)));
  const text = summary(report({ files: [...files, failed('the one')] }));
  assert.match(text, /<code>the one<\/code>.*❌ failed/);
});
