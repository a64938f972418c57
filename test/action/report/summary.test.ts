import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Redactor } from '../../../src/action/log/redactor.ts';
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
  reportedError,
  unconnected,
  uploadedFile,
} from '../samples.ts';

/** The summary of a report. */
function html(run: RunReport): string {
  return summary(run, redactor);
}

test('summary shows the result, the totals in one row, each file and TLS', () => {
  const files = [uploadedFile('/www/a.txt'), uploadedFile('/www/b.txt')];
  assert.equal(
    html(report({ trust: 'ca', publish: 'atomic', remoteDir: '/www', files })),
    `<h3>✅ FTPS upload: 2 files (20 B) → <code>ftp.example:/www</code></h3>

<table>
<thead><tr><th>Files</th><th>Size</th><th>Duration</th><th>Verified</th><th>Retries</th><th>Publish</th><th>Connection</th></tr></thead>
<tr><td>2</td><td>20 B</td><td>1.5 s (13 B/s, 1.3 files/s)</td><td>2 of 2 by size</td><td>0</td><td>atomic</td><td>TLS 1.3, trusted CA, certificate valid for 214 days</td></tr>
</table>

<details><summary><strong>Files</strong></summary>
<table>
<thead><tr><th>File</th><th>Size</th><th>Time</th></tr></thead>
<tr><td><code>/www/a.txt</code></td><td align="right">10 B</td><td align="right">2 ms</td></tr>
<tr><td><code>/www/b.txt</code></td><td align="right">10 B</td><td align="right">2 ms</td></tr>
</table>
</details>

<details><summary><strong>TLS and certificate</strong></summary>
<table>
<tr><th align="left" nowrap>Protocol</th><td><code>TLSv1.3</code> <code>TLS_AES_256_GCM_SHA384</code></td></tr>
<tr><th align="left" nowrap>Certificate</th><td><code>CN=ftp.example</code>, issued by <code>CN=Some CA</code>, valid until 2027-01-31 (214 days left)</td></tr>
<tr><th align="left" nowrap>SHA-256</th><td><code>AA:BB</code></td></tr>
<tr><th align="left" nowrap>Verified by</th><td>system CA or <code>tls-ca</code></td></tr>
<tr><th align="left" nowrap>TLS session resumed</th><td>2 of 2 data connections</td></tr>
</table>
</details>
`,
  );
});

test('summary of a partial failure shows what failed, why and what to do before the other files', () => {
  const files = [
    ...[uploadedFile('a'), pendingFile('e'), failedFile('b')],
    ...[uploadedFile('c'), failedFile('d'), pendingFile('f')],
  ];
  const error = reportedError('Uploading b failed: 550 No.\nSet "publish: direct".', {
    code: 'FTPS_REPLY',
  });
  const text = html(report({ files, error }));
  const [top = '', rest = ''] = text.split('<details>');
  assert.equal(
    top,
    `<h3>❌ FTPS upload failed: 2 of 6 files uploaded → <code>ftp.example</code></h3>

<blockquote>
<p><strong>Uploading b failed: 550 No.</strong></p>
<p>Set <code>publish: direct</code>.</p>
<p><a href="https://github.com/o/r/blob/v1/docs/page.md#part">Troubleshooting: <code>FTPS_REPLY</code></a></p>
</blockquote>

<table>
<thead><tr><th>Uploaded</th><th>Failed</th><th>Not attempted</th><th>Duration</th></tr></thead>
<tr><td>2 files, 20 B</td><td><strong>2</strong></td><td>2</td><td>1.5 s</td></tr>
</table>

<table>
<thead><tr><th>Failed file</th><th>Reason</th></tr></thead>
<tr><td>❌ <code>b</code></td><td>It failed.</td></tr>
<tr><td>❌ <code>d</code></td><td>It failed.</td></tr>
</table>

`,
  );
  assert.match(rest, /^<summary>2 not attempted, 2 uploaded<\/summary>/);
  const names = [...rest.matchAll(/<tr><td><code>(.)<\/code>.*<td>(\S+ [\w ]+)<\/td><\/tr>/g)];
  assert.deepEqual(
    names.map(([, name = '', status = '']) => `${name} ${status}`),
    ['e ⏭️ not attempted', 'f ⏭️ not attempted', 'a ✅ uploaded', 'c ✅ uploaded'],
  );
});

test('summary of a partial failure counts files that were not renamed, and retries', () => {
  const staged = { ...pendingFile('a'), attempts: 1 };
  const error = reportedError('No.');
  const files = [staged, failedFile('b'), pendingFile('c')];
  const text = html(report({ files, error, retries: 3 }));
  assert.match(text, /<th>Not renamed<\/th><th>Not attempted<\/th><th>Duration<\/th><th>Retries</);
  assert.match(text, /<td>1<\/td><td>1<\/td><td>1\.5\u00a0s<\/td><td>3<\/td>/);
  assert.match(text, /<summary>1 not renamed, 1 not attempted<\/summary>/);
  assert.match(text, /<code>a<\/code>.*⏭️ uploaded, not renamed/);
});

test('summary is short when nothing was attempted', () => {
  const error = reportedError('Could not connect.', {
    title: 'FTPS upload failed: could not connect',
  });
  const files = [pendingFile('a'), pendingFile('b')];
  assert.equal(
    html(unconnected({ files, error })),
    `<h3>❌ FTPS upload failed: could not connect → <code>ftp.example</code></h3>

<blockquote>
<p><strong>Could not connect.</strong></p>
<p><a href="https://github.com/o/r/blob/v1/docs/page.md#part">Troubleshooting: <code>X</code></a></p>
</blockquote>

<p>Not attempted: 2 files (20 B).</p>
`,
  );
});

test('summary says when there were no files to upload, or the inputs were invalid', () => {
  const nothing = { files: [], startedAt: new Date(0), milliseconds: 5 };
  assert.equal(html(nothing), '<h3>ℹ️ FTPS upload: no files to upload</h3>\n');
  const title = 'FTPS upload failed: invalid inputs';
  const error = reportedError('Bad.\nWorse.', { code: 'INPUT', title });
  const text = html({ ...nothing, error });
  assert.match(text, /^<h3>❌ FTPS upload failed: invalid inputs<\/h3>/);
  assert.match(text, /<strong>Bad\.<\/strong><\/p>\n<p>Worse\.<\/p>/);
});

test('summary keeps lines to paste, such as a pin, unchanged', () => {
  const error = reportedError('No.\nAdd:\n  tls-pin: sha256//x=\nThe certificate:\n  a\n  b');
  assert.match(
    html(unconnected({ files: [], error })),
    /<p>Add:<\/p>\n<pre>tls-pin: sha256\/\/x=<\/pre>\n<p>The certificate:<\/p>\n<pre>a\nb<\/pre>/,
  );
});

test('summary shows the number of attempts, and why a file failed', () => {
  const rejected = failedFile('b', replyError('STOR b', 550, 'Denied.'));
  const files = [uploadedFile('a', { attempts: 2 }), { ...rejected, attempts: 4 }, failedFile('c')];
  const text = html(report({ files, error: reportedError('No.') }));
  assert.match(text, /<code>a<\/code>.*<td>✅ uploaded \(attempt 2\)<\/td>/);
  assert.match(text, /<code>b<\/code>.*<td>550 Denied\. \(after 4 attempts\)<\/td>/);
  assert.match(text, /<code>c<\/code>.*<td>It failed\.<\/td>/);
});

test('summary shows how the uploads were verified', () => {
  const verified = (...ways: readonly ('size' | 'checksum' | 'none')[]) => {
    const files = ways.map((how) => uploadedFile(how, { verified: how }));
    return /files\/s\)<\/td><td>(.*?)<\/td>/.exec(html(report({ files })))?.[1];
  };
  assert.equal(verified('none', 'none'), 'none');
  assert.equal(verified('size', 'checksum', 'none'), '1 of 3 by size, 1 of 3 by checksum');
});

test('summary shows how the certificate was verified', () => {
  assert.match(html(report({ trust: 'pin' })), /TLS 1\.3, <code>tls-pin<\/code> matches, /);
  assert.match(html(report({ trust: 'pin' })), /Verified by<.*><code>tls-pin<\/code></);
});

test('summary warns in the headline when the certificate was not verified, and shows the pin to use', () => {
  const text = html(report({ trust: 'none' }));
  assert.match(text, /^<h3>⚠️ FTPS upload, certificate not verified: 2 files \(20 B\) → </);
  assert.match(text, /<blockquote>\n<p>⚠️ .*<code>tls-pin: sha256\/\/cHVibGljIGtleQ==<\/code>/);
  assert.match(text, /<td>TLS 1\.3, ⚠️ certificate not verified, certificate valid/);
});

test('summary warns when the certificate expires soon or has expired', () => {
  const until = (day: string) => {
    const tls = {
      ...{ protocol: 'TLSv1.2', cipher: 'X' },
      certificate: { ...certificate, validTo: new Date(day) },
    };
    return html(report({ trust: 'pin', connection: { ...connection, tls } }));
  };
  assert.match(until('2026-07-13T12:00:00Z'), /matches, ⚠️ certificate valid for 12\u00a0days</);
  assert.match(until('2026-06-27T12:00:00Z'), /matches, ⚠️ certificate expired \d days? ago</);
});

test('summary wraps a fingerprint in a narrow column', () => {
  const fingerprint256 = 'AA:BB:CC:DD:EE:FF:00:11:22:33';
  const tls = { protocol: 'TLSv1.3', cipher: 'X', certificate: { ...certificate, fingerprint256 } };
  const text = html(report({ connection: { ...connection, tls } }));
  assert.match(text, /<code>AA:BB:CC:DD:EE:FF:00:11:<wbr>22:33<\/code>/);
});

test('summary shows that the certificate has an invalid date', () => {
  const invalid = { ...certificate, validTo: new Date(Number.NaN) };
  const tls = { protocol: 'TLSv1.3', cipher: 'X', certificate: invalid };
  const text = html(report({ connection: { ...connection, tls } }));
  assert.match(text, /⚠️ certificate with an invalid date<.*valid until an invalid date</s);
});

test('summary shows that the connection was unencrypted', () => {
  const text = html(report({ connection: plaintextConnection }));
  assert.match(text, /^<h3>⚠️ FTPS upload, unencrypted: 2 files .*<td>⚠️ unencrypted<\/td>/s);
  assert.match(text, /⚠️ The username, the password and the files were sent unencrypted/);
});

test('summary redacts secrets before it truncates and escapes text', () => {
  const quoted = new Redactor({ secrets: ['a<b&c'], username: '', hosts: [] });
  const name = `${'x'.repeat(197)}a<b&c`;
  const run = report({ files: [uploadedFile(name), failedFile('f', new Error('a<b&c'))] });
  const text = summary(run, quoted);
  assert.match(text, /x\*\*\*<\/code>/);
  assert.match(text, /<code>f<\/code><\/td><td><code>\*\*\*<\/code><\/td>/);
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
      error: reportedError(hostile, { code: hostile }),
      endpoint: { host: hostile, port: 1 },
    }),
  );
  const tags = new Set([...text.matchAll(/<\/?(\w+)/g)].map((match) => match[1]));
  const own = ['a', 'blockquote', 'code', 'details', 'h3', 'p', 'strong', 'summary'];
  assert.deepEqual([...tags].sort(), [...own, 'table', 'td', 'th', 'thead', 'tr']);
  assert.doesNotMatch(text, /\u001b|^# title$.*<table>/m);
  // Outside code and pre, GitHub would show mentions, links and emoji.
  const outside = text.replace(/<(code|pre)>.*?<\/\1>|<[^>]*>/gs, '');
  assert.doesNotMatch(outside, /[@#[\]<>*_`|]|alert|script|\w\/\w(?<!files\/s|B\/s)/);
  // An empty line ends a block of HTML; the rest would be parsed as Markdown.
  const blocks = text.match(/<(table|blockquote|details)>.*?<\/\1>/gs) ?? [];
  assert.equal(blocks.length, 5);
  for (const block of blocks) assert.doesNotMatch(block, /\n\n/);
});

test('summary shows how many connections were used if they were several', () => {
  const refusal = replyError('', 421, 'Too many.');
  const cell = (usage: NonNullable<RunReport['connections']>) =>
    /214\u00a0days(.*?)<\/td>/.exec(html(report({ connections: usage })))?.[1];
  assert.equal(cell({ wanted: 4, used: 4 }), ', 4 connections');
  assert.equal(cell({ wanted: 4, used: 2, refusal }), ', 2 of 4 connections');
  assert.equal(cell({ wanted: 4, used: 1, refusal }), ', 1 of 4 connections');
  assert.equal(cell({ wanted: 1, used: 1 }), '');
});
