import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PreflightReport } from '../../../src/action/report/preflight-report.ts';
import type { RunReport } from '../../../src/action/report/report.ts';
import { summary } from '../../../src/action/report/summary.ts';
import {
  connection,
  pendingFile,
  redactor,
  report,
  reportedError,
  unconnected,
} from '../samples.ts';

/** The summary of a report. */
function html(run: RunReport): string {
  return summary(run, redactor);
}

test('summary of a dry run shows the plan and no TLS', () => {
  const run = unconnected({ files: [pendingFile('www/a'), pendingFile('www/b')], isDryRun: true });
  assert.equal(
    html(run),
    `<h3>📋 Dry run: 2 files (20 B) would be uploaded → <code>ftp.example</code></h3>

<details open><summary><strong>Files</strong></summary>
<table>
<thead><tr><th>Local file</th><th>Remote path</th><th>Size</th></tr></thead>
<tr><td><code>site/www/a</code></td><td><code>www/a</code></td><td align="right">10 B</td></tr>
<tr><td><code>site/www/b</code></td><td><code>www/b</code></td><td align="right">10 B</td></tr>
</table>
</details>
`,
  );
  const error = reportedError('Bad.', { title: 'Dry run failed: no files match' });
  assert.match(html({ ...run, files: [], error }), /^<h3>❌ Dry run failed: no files match → </);
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
  const error = reportedError('Rejected.\nDo this.', { title: 'FTPS preflight failed: no login' });
  assert.equal(
    html(report({ endpoint: connection.endpoint, files: [], preflight, error })),
    `<h3>❌ FTPS preflight failed: no login → <code>ftp.example</code></h3>

<blockquote>
<p><strong>Rejected.</strong></p>
<p>Do this.</p>
<p><a href="https://github.com/o/r/blob/v1/docs/page.md#part">Troubleshooting: <code>X</code></a></p>
</blockquote>

<table>
<tr><th align="left" nowrap>✅ Network</th><td>open</td></tr>
<tr><th align="left" nowrap>⚠️ TLS</th><td>not verified</td></tr>
<tr><th align="left" nowrap>❌ Login</th><td>Rejected.</td></tr>
<tr><th align="left" nowrap>➖ remote-dir</th><td>not attempted</td></tr>
</table>

<details><summary><strong>Server capabilities</strong></summary>
<ul>
<li>It can resume.</li>
</ul>
</details>
`,
  );
});

test('summary shows a preflight before the plan of a dry run', () => {
  const files = [pendingFile('a')];
  const text = html(report({ preflight, isDryRun: true, files }));
  assert.match(
    text,
    /^<h3>✅ FTPS preflight passed → <.*<h3>📋 Dry run: 1 file \(10 B\) .*<th>Local file</s,
  );
  assert.doesNotMatch(text, /Verified<\/th>/);
});

test('summary of a preflight warns in the headline when the certificate was not verified', () => {
  const trial = html(report({ trust: 'none', files: [], preflight }));
  assert.match(trial, /^<h3>⚠️ FTPS preflight passed, certificate not verified → </);
});

const hostile = '<script>alert(1)</script> | @org/team [x](y) `z` \n# title\n\n\u001b[2J "q" &amp;';

test('summary contains no markup of untrusted text in a preflight', () => {
  const line = { step: 'tls', title: 'TLS', outcome: 'passed', text: hostile } as const;
  const text = html(report({ files: [], preflight: { lines: [line], capabilities: [hostile] } }));
  const tags = new Set([...text.matchAll(/<\/?(\w+)/g)].map((match) => match[1]));
  assert.deepEqual([...tags].sort(), [
    ...['code', 'details', 'h3', 'li', 'strong', 'summary'],
    ...['table', 'td', 'th', 'tr', 'ul'],
  ]);
});
