import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Redactor } from '../../../src/action/log/redactor.ts';

// cspell:ignore depl bcher Fzcy
const redactor = new Redactor({
  secrets: ['pass.w*rd', 'pass.w*rd and more', 'tab\there', 'quo"te', ''],
  username: 'deploy',
  hosts: ['ftp.shop.example', 'ftp.shop.example', '203.0.113.9'],
});

const secrets: readonly (readonly [text: string, redacted: string])[] = [
  ['a pass.w*rd b', 'a *** b'],
  ['pass.w*rdpass.w*rd', '******'],
  ['the longest first: pass.w*rd and more', 'the longest first: ***'],
  ['pass-wrd', 'pass-wrd'],
  ['PASS.W*RD', 'PASS.W*RD'],
  ['sanitized: tab\\x09here', 'sanitized: ***'],
  ['257 "/quo""te"', '257 "/***"'],
  ['deploy at ftp.shop.example', 'deploy at ftp.shop.example'],
  ['truncated: "pass.w..." again', 'truncated: "***..." again'],
  ['by chance: pa...', 'by chance: pa...'],
  ['percent-encoded: quo%22te', 'percent-encoded: ***'],
  ['HTML: quo&quot;te', 'HTML: ***'],
  ['Base64: cGFzcy53KnJk', 'Base64: ***'],
];

for (const [text, redacted] of secrets) {
  test(`Redactor removes secrets from "${text}"`, () => {
    assert.equal(redactor.secret(text), redacted);
  });
}

const identities: readonly (readonly [text: string, redacted: string])[] = [
  ['230 User deploy logged in, pass.w*rd', '230 User *** logged in, ***'],
  ['230 DEPLOY, deploys', '230 ***, ***s'],
  ['220 ftp.shop.example ready', '220 *** ready'],
  ['220 FTP.SHOP.EXAMPLE.', '220 ***.'],
  ['220 node7.shop.example ready', '220 *** ready'],
  ['220 shop.example ready', '220 *** ready'],
  ['220 a.ftp.shop.example ready', '220 *** ready'],
  ['220 myshop.example ready', '220 myshop.example ready'],
  ['220 another.example ready', '220 another.example ready'],
  ['220 you come from 198.51.100.7:5555', '220 you come from ***:5555'],
  ['220 you come from 2001:db8::1', '220 you come from ***'],
  ['220 you come from fe80::1.', '220 you come from ***.'],
  ['220 [2001:db8:1:2:3:4:5:6]:990', '220 [***]:990'],
  ['220 at ::1', '220 at ***'],
  ['220 ::ffff:198.51.100.7', '220 ***'],
  ['220-shop.example FTP server', '220-*** FTP server'],
  ['220-ftp.shop.example FTP server', '220-*** FTP server'],
  ['220 Your address is 198.51.100.7.', '220 Your address is ***.'],
  ['227 Passive (198, 51, 100, 7, 195, 80)', '227 Passive (***, 195, 80)'],
  ['220 hello 198-51-100-7.dsl.other.example', '220 hello ***.dsl.other.example'],
  ['220 truncated: ftp.shop.exa...', '220 truncated: ***...'],
  ['220 truncated: depl...', '220 truncated: ***...'],
  ['220 as always...', '220 as always...'],
  ['Received "421 from ftp.shop.exa...".', 'Received "421 from ***...".'],
  ['220 truncated: 198.51.1...', '220 truncated: ***...'],
  ['220 truncated: 198, 51, 1...', '220 truncated: ***...'],
  ['Received "220-198-51-100-7.dsl.other.example"', 'Received "220-***.dsl.other.example"'],
  ['220 dsl-198-51-100-7-pool', '220 dsl-***-pool'],
  ['220 connecting...198.51.100.7', '220 connecting...***'],
  ['220 local time is 12:34:56', '220 local time is 12:34:56'],
  [
    '229 Entering Extended Passive Mode (|||50000|)',
    '229 Entering Extended Passive Mode (|||50000|)',
  ],
];

for (const [text, redacted] of identities) {
  test(`Redactor removes the username, hosts and addresses from "${text}"`, () => {
    assert.equal(redactor.identity(text), redacted);
  });
}

test('Redactor removes the address from a 227 reply', () => {
  const text = '227 Entering Passive Mode (10,20,30,40,195,80).';
  assert.doesNotMatch(redactor.identity(text), /10,20|30,40/);
});

test('Redactor finds a short username only as a whole word', () => {
  const short = new Redactor({ secrets: [], username: 'a', hosts: ['h'] });
  assert.equal(short.identity('a man, a-b, (a): data'), '*** man, ***-b, (***): data');
});

test('Redactor removes an internationalized host in both forms, and a username without its domain', () => {
  const mail = new Redactor({
    secrets: [],
    username: 'anna.lund@b\u00fccher.example',
    hosts: ['b\u00fccher.example'],
  });
  const text = '220 xn--bcher-kva.example, b\u00fccher.example; anna.lund';
  assert.equal(mail.identity(text), '220 ***, ***; ***');
});

test('Redactor finds a username whose control characters were escaped', () => {
  const odd = new Redactor({ secrets: [], username: 'tab\tname', hosts: [] });
  assert.equal(odd.identity('230 tab\\x09name'), '230 ***');
});

test('Redactor removes each line of a passphrase, but only whole secrets of few characters', () => {
  const short = new Redactor({ secrets: ['first line\nb', 'abc'], username: '', hosts: [] });
  assert.equal(short.secret('first line, b, YWJj, ab...'), '***, b, YWJj, ab...');
  assert.equal(short.secret('abc first line\\x0ab'), '*** ***');
});

test('Redactor treats secrets and names as text, not as patterns', () => {
  const odd = new Redactor({ secrets: ['$&'], username: 'site\\$user', hosts: ['h.x.y'] });
  assert.equal(odd.identity('site\\$user $& hAxAy'), '*** *** hAxAy');
});

test('Redactor only removes addresses when there are no secrets and names', () => {
  const empty = new Redactor({ secrets: [''], username: '', hosts: [''] });
  assert.equal(empty.secret('plain text'), 'plain text');
  assert.equal(empty.identity('plain text from 192.0.2.1'), 'plain text from ***');
});
