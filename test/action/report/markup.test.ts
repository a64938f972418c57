import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  code,
  escapeHtml,
  nonBreaking,
  preformatted,
  prose,
  row,
} from '../../../src/action/report/markup.ts';

test('escapeHtml escapes all markup', () => {
  assert.equal(
    escapeHtml(`<script>alert("1") & 'x'</script>`),
    '&lt;script&gt;alert(&quot;1&quot;) &amp; &#39;x&#39;&lt;/script&gt;',
  );
  assert.equal(escapeHtml('&lt;'), '&amp;lt;');
});

test('escapeHtml shows line breaks, control characters and bidirectional marks as text', () => {
  assert.equal(escapeHtml('a\n\r\tb\u001b[2J\u202ec'), 'a\\x0a\\x0d\\x09b\\x1b[2J\\u202ec');
});

test('escapeHtml truncates long text before it escapes it, so that entities stay whole', () => {
  assert.equal(escapeHtml('<<<<', 3), '&lt;&lt;&lt;...');
});

test('code puts mentions, links and Markdown into inline code', () => {
  assert.equal(code('@org/team #1 **x** `y` |'), '<code>@org/team #1 **x** `y` |</code>');
});

test('row does not escape its cells', () => {
  assert.equal(row(['a', '<b>b</b>']), '<tr><td>a</td><td><b>b</b></td></tr>\n');
});

test('row aligns numbers to the right', () => {
  const html = '<tr><td>a</td><td align="right">1</td><td></td></tr>\n';
  assert.equal(row(['a', '1', ''], [1, 2]), html);
});

test('preformatted keeps lines and escapes them', () => {
  assert.equal(preformatted('a\n\n</pre><b>'), '<pre>a\n\n&lt;/pre&gt;&lt;b&gt;</pre>\n');
});

test('preformatted wraps long lines between words only', () => {
  const words = 'word '.repeat(30).trimEnd();
  const fingerprint = 'AA:'.repeat(32).slice(0, -1);
  const name = 'x'.repeat(200);
  const text = preformatted(`${words}\n  SHA-256:     ${fingerprint}\n  a ${name} b`);
  const lines = text
    .replace(/<\/?pre>/g, '')
    .trimEnd()
    .split('\n');
  assert.deepEqual(lines, [
    'word '.repeat(19).trimEnd(),
    'word '.repeat(11).trimEnd(),
    '  SHA-256:',
    `  ${fingerprint}`,
    '  a',
    `  ${name}`,
    '  b',
  ]);
});

test('nonBreaking keeps a number and its unit on one line', () => {
  assert.equal(nonBreaking('3 min 20 s'), '3\u00a0min\u00a020\u00a0s');
});

const proseCases: readonly (readonly [text: string, html: string])[] = [
  [
    'Uploading www/a.png failed: 550 Permission denied.',
    'Uploading <code>www/a.png</code> failed: 550 Permission denied.',
  ],
  ['Set "tls-mode: explicit".', 'Set <code>tls-mode: explicit</code>.'],
  ["It isn't (yet) there, as of 1.5 s.", 'It isn&#39;t (yet) there, as of 1.5 s.'],
  ['x (HASH SHA-256).', 'x (HASH <code>SHA-256</code>).'],
  ['(a.b) c() (d(e)!', '(<code>a.b</code>) <code>c() (d(e)</code>!'],
  ['@org/team #1 GH-2', '<code>@org/team #1 GH-2</code>'],
  [
    'See https://x.example, www.x.example or a@b.',
    'See <code>https://x.example</code>, <code>www.x.example</code> or <code>a@b</code>.',
  ],
  [':tada: deadbeef 12345678', '<code>:tada</code>: <code>deadbeef 12345678</code>'],
  ['<b>"x"</b> **y**', '<code>&lt;b&gt;</code><code>x</code><code>&lt;/b&gt; **y**</code>'],
  ['a " b', 'a <code>&quot;</code> b'],
  ['a\n\u001b[2J', '<code>a\\x0a\\x1b[2J</code>'],
];

for (const [text, html] of proseCases) {
  test(`prose puts what could be markup in ${JSON.stringify(text)} into inline code`, () => {
    assert.equal(prose(text), html);
  });
}
