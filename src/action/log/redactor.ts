import net from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';

import { sanitize } from '../../sanitize.ts';

/** Texts to redact, and where. */
export interface Sensitive {
  /** Redacted everywhere. */
  readonly secrets: readonly string[];
  /** Redacted in the transcript and the debug log, like the hosts. */
  readonly username: string;
  readonly hosts: readonly string[];
}

/** Replaces sensitive text by `***`. The runner masks secrets too, but only in the log. */
export class Redactor {
  readonly #secrets: readonly string[];
  readonly #identifying: readonly RegExp[];
  /** In lower case: what the end of a truncated line may be the start of. */
  readonly #truncatedNames: readonly string[];

  constructor({ secrets, username, hosts }: Sensitive) {
    // A secret may have been sanitized before it is redacted, or be quoted like the path in a 257 reply.
    const shapes = secrets.flatMap((secret) => [
      secret,
      sanitize(secret),
      secret.replaceAll('"', '""'),
    ]);
    this.#secrets = longestFirst(shapes);
    const names = longestFirst(hosts.flatMap(spellings).flatMap(withDomain));
    const users = longestFirst(userNames(username));
    this.#identifying = [...names.map(hostPattern), ...users.map(userPattern)];
    this.#truncatedNames = [...names, ...users].map((name) => name.toLowerCase());
  }

  /** Removes secrets. For all text that is written anywhere. */
  secret(text: string): string {
    return this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  }

  /** Removes secrets, the username, hosts and IP addresses. For text that may be attached to a bug report. */
  identity(text: string): string {
    const withoutSecrets = this.secret(text);
    const redacted = this.#identifying
      .reduce((shown, pattern) => shown.replace(pattern, '***'), withoutSecrets)
      .replace(ipv6Candidate, hideAddress)
      .replace(ipv4Address, '***')
      .replace(dashedAddress, '***')
      .replace(passiveAddress, '***');
    return this.#withoutTruncatedName(redacted);
  }

  /** Text is truncated with `...`, which may cut a name in two. */
  #withoutTruncatedName(text: string): string {
    if (!text.endsWith(ellipsis)) return text;
    const kept = text.slice(0, -ellipsis.length);
    const end = kept.toLowerCase();
    for (const name of this.#truncatedNames) {
      for (let length = name.length - 1; length >= minimumTruncated; length -= 1) {
        if (end.endsWith(name.slice(0, length))) return `${kept.slice(0, -length)}***${ellipsis}`;
      }
    }
    return text;
  }
}

// A version of four numbers, such as 1.3.8.4, is redacted too.
const ipv4Address = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g;
// As part of a host name: 203-0-113-7.dsl.example.
const dashedAddress = /(?<![\w-])\d{1,3}(?:-\d{1,3}){3}(?![\d-])/g;
const ipv6Candidate =
  /(?<!\w|[\da-f]:|::)(?:[\da-f:]{2,30}:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]{1,38}[\da-f:])(?!\w|:\w)/gi;
// The first four numbers of a 227 reply, even if it is malformed.
const passiveAddress = /(?<![\d,])\d{1,3}(?:\s*,\s*\d{1,3}){3}(?!\d)/g;
const ellipsis = '...';
/** Characters of a truncated name that identify it; fewer occur by chance. */
const minimumTruncated = 4;

// The match may end with a colon that isn't part of the address.
function hideAddress(text: string): string {
  const address = text.replace(/(?<!:):$/, '');
  // Most candidates are words or numbers. Without this test they would pay for the first call of isIPv6: several milliseconds.
  if (address.indexOf(':') === address.lastIndexOf(':')) return text;
  return net.isIPv6(address) ? text.replace(address, '***') : text;
}

function longestFirst(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').sort((a, b) => b.length - a.length);
}

// Servers often greet with another host name in the same domain.
function withDomain(host: string): string[] {
  const labels = host.split('.');
  const hasDomain = net.isIP(host) === 0 && labels.length > 2;
  return hasDomain ? [host, labels.slice(1).join('.')] : [host];
}

function hostPattern(host: string): RegExp {
  // The hyphen of a reply's first lines, `220-`, isn't part of the name after it.
  return new RegExp(
    `(?:(?<=^\\d{3}-)|(?<![\\w.-]))(?:[\\w-]+\\.)*${RegExp.escape(host)}(?![\\w-])`,
    'gi',
  );
}

// An internationalized name travels in its ASCII form; a server may greet with either.
function spellings(host: string): string[] {
  return [host, domainToASCII(host), domainToUnicode(host)];
}

// Servers greet `anna.lund@example.com` as anna.lund, and control characters are escaped before they are shown.
function userNames(username: string): string[] {
  const [local = ''] = username.split('@');
  return [username, sanitize(username), ...(local.length >= 4 ? [local] : [])];
}

// Inside words, a username of one or two letters would match everywhere.
function userPattern(username: string): RegExp {
  const escaped = RegExp.escape(username);
  return username.length < 4
    ? new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu')
    : new RegExp(escaped, 'giu');
}
