import net from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';

import { formsOf } from './text-forms.ts';

/** Texts to redact, and where. */
export interface Sensitive {
  /** Redacted everywhere. */
  readonly secrets: readonly string[];
  /** Redacted in the transcript and the debug log, like the hosts. */
  readonly username: string;
  readonly hosts: readonly string[];
}

/**
 * Replaces sensitive text by `***`. The runner masks secrets too, but only in the log.
 *
 * Text of the server should be redacted before it is truncated and escaped. Where it can't be, because an error message
 * contains it truncated, what is left before the `...` is recognized as the start of a sensitive text.
 */
export class Redactor {
  readonly #secrets: readonly string[];
  readonly #identifying: readonly RegExp[];
  /** In lower case. */
  readonly #names: readonly string[];

  constructor({ secrets, username, hosts }: Sensitive) {
    this.#secrets = longestFirst(secrets.flatMap(withLines).flatMap(formsOf));
    const [, mailDomain = ''] = username.split('@');
    const domains = mailDomain.includes('.') ? [mailDomain] : [];
    const names = longestFirst([...hosts, ...domains].flatMap(spellings).flatMap(withDomains));
    const users = longestFirst(accountNames(username).flatMap(formsOf));
    this.#identifying = [...names.map(hostPattern), ...users.map(userPattern)];
    this.#names = [...names, ...users].map(foldCase);
  }

  /** Removes secrets. For all text that is written anywhere. */
  secret(text: string): string {
    const redacted = this.#secrets.reduce((shown, form) => shown.replaceAll(form, '***'), text);
    return withoutTruncated(redacted, (part) => truncatedAt(part, this.#secrets, 3));
  }

  /** Removes secrets, the username, hosts and IP addresses. For text that may be attached to a bug report. */
  identity(text: string): string {
    const named = this.#identifying.reduce(hide, this.secret(text));
    const redacted = addresses.reduce(hide, named.replace(ipv6Candidate, hideIpv6));
    // Four characters identify a name; fewer occur by chance.
    return withoutTruncated(redacted, (part) => truncatedAt(foldCase(part), this.#names, 4));
  }
}

const addresses = [
  // Also `203, 0, 113, 7, 195, 80`: the first four numbers of a 227 reply, even if it is malformed. A version of four
  // numbers, such as 1.3.8.4, is redacted too.
  /(?<!\d|\d\.)\d{1,3}(?: ?\. ?\d{1,3}){3}(?!\d|\.\d)/g,
  /(?<!\d|\d,)\d{1,3}(?:\s*,\s*\d{1,3}){3}(?!\d)/g,
  // As part of a host name: 203-0-113-7.dsl.example, also behind the `220-` of a reply's first lines.
  /(?:(?<=(?<!\d)\d{3}-)|(?<!\d|\d[-_]))\d{1,3}(?:[-_]\d{1,3}){3}(?!\d|[-_]\d)/g,
  // Truncated after two numbers or more.
  /(?<!\d|\d[.,-])\d{1,3}(?:[.,-] ?\d{1,3}){1,2}[.,-]? ?(?=\.\.\.)/g,
  /(?<![\w:])[\da-f]{1,4}(?::[\da-f]{0,4}){2,7}(?=\.\.\.)/gi,
] as const;
const ipv6Candidate =
  /(?<!\w|[\da-f]:|::)(?:[\da-f:]{2,30}:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]{1,38}[\da-f:])(?!\w|:\w)/gi;
const ellipsis = '...';

function hide(text: string, pattern: RegExp): string {
  return text.replace(pattern, '***');
}

// The match may end with a colon that isn't part of the address.
function hideIpv6(text: string): string {
  const address = text.replace(/(?<!:):$/, '');
  // Most candidates are words or numbers. Without this test they would pay for the first call of isIPv6: several milliseconds.
  if (address.indexOf(':') === address.lastIndexOf(':')) return text;
  return net.isIPv6(address) ? text.replace(address, '***') : text;
}

function withoutTruncated(text: string, find: (part: string) => number): string {
  if (!text.includes(ellipsis)) return text;
  const parts = text.split(ellipsis);
  const last = parts.pop() ?? '';
  const redacted = parts.map((part) => {
    const start = find(part);
    return start === -1 ? part : `${part.slice(0, start)}***`;
  });
  return [...redacted, last].join(ellipsis);
}

/** Where a part that a text ends with starts; -1 when it ends with none, or with fewer characters than `minimum`. */
function truncatedAt(text: string, wholes: readonly string[], minimum: number): number {
  for (const whole of wholes) {
    if (whole.length <= minimum) continue;
    const start = whole.slice(0, minimum);
    let at = text.indexOf(start, Math.max(0, text.length - whole.length + 1));
    while (at !== -1 && !whole.startsWith(text.slice(at))) at = text.indexOf(start, at + 1);
    if (at !== -1) return at;
  }
  return -1;
}

function longestFirst(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').sort((a, b) => b.length - a.length);
}

// Where lower case has another length, positions would differ.
function foldCase(text: string): string {
  const folded = text.toLowerCase();
  return folded.length === text.length ? folded : text;
}

// A server may repeat a single line of a passphrase. Very short lines occur in ordinary text.
function withLines(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.trim().length >= 4);
  return [secret, ...lines, ...(secret.trim().length >= 4 ? [secret.trim()] : [])];
}

// An internationalized name travels in its ASCII form; a server may greet with either.
function spellings(host: string): string[] {
  return [host, domainToASCII(host), domainToUnicode(host)];
}

// Servers often greet with another host name in the same domain, or with the domain.
function withDomains(host: string): string[] {
  if (net.isIP(host) !== 0) return [host];
  const labels = host.split('.').filter((label) => label !== '');
  const domains = labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join('.'));
  return [labels.join('.'), ...domains];
}

// The hyphen of a reply's first lines, `220-`, isn't part of the name after it; nor are hyphens and dots around it.
function hostPattern(host: string): RegExp {
  const before = '(?:(?<=(?<![a-z\\d])\\d{3}-)|(?<![a-z\\d]|[a-z\\d][.-]))';
  return new RegExp(
    `${before}(?:\\w[\\w-]*\\.)*${RegExp.escape(host)}(?![a-z\\d]|-[a-z\\d])`,
    'gi',
  );
}

// Servers greet `anna.lund@example.com` as anna.lund, and `site\anna` as anna.
function accountNames(username: string): string[] {
  return [username, ...username.split(/[@\\|]/).filter((name) => name.length >= 4)];
}

// Inside words, a username of one or two letters would match everywhere.
function userPattern(username: string): RegExp {
  const escaped = RegExp.escape(username);
  return username.length < 4
    ? new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu')
    : new RegExp(escaped, 'giu');
}
