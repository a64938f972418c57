import net from 'node:net';
import { domainToASCII } from 'node:url';

/** A label of a host name; servers in private networks may have an underscore in theirs. */
const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
const maxLength = 253;
/** Dots in other scripts, which separate labels as well (RFC 3490 section 3.1). */
const dots = /[.。．｡]/u;

/**
 * Normalizes a host name or IP address: internationalized names to their ASCII form (RFC 5891), in lower case, without a
 * final dot; IPv6 addresses without brackets, which people copy from URLs. DNS, SNI and certificates all need this form.
 *
 * @returns undefined when the text is neither a host name nor an IP address.
 */
export function normalizeHost(text: string): string | undefined {
  const host = withoutBrackets(text);
  if (net.isIP(host) !== 0) return host;
  // These would start another part of a URL, or are decoded in one.
  if (/[\s/:@?#[\]\\%]/.test(text)) return undefined;
  const ascii = domainToASCII(text.replace(new RegExp(`${dots.source}$`, 'u'), ''));
  const isValid = ascii.length <= maxLength && ascii.split('.').every((one) => label.test(one));
  // A URL also accepts addresses in other forms, such as 127.1, which certificates don't contain.
  const isOddAddress = net.isIP(ascii) !== 0;
  return isValid && !isOddAddress ? ascii : undefined;
}

function withoutBrackets(text: string): string {
  const address = /^\[(.*)\]$/.exec(text)?.[1];
  return address !== undefined && net.isIPv6(address) ? address : text;
}
