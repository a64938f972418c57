/** Formats a time as `YYYYMMDDHHMMSS` in UTC, without fractions of a second (RFC 3659 section 2.3). */
export function formatTimeVal(time: Date): string {
  return time.toISOString().slice(0, 19).replace(/\D/g, '');
}

/**
 * Parses a time such as `20260701120000` or `20260701120000.789`, in UTC (RFC 3659 section 2.3).
 *
 * @returns Milliseconds since 1970; undefined when the text is no such time.
 */
export function parseTimeVal(text: string): number | undefined {
  const [, digits, fraction = ''] = /^(\d{14})(?:\.(\d+))?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const iso = digits.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z');
  const seconds = new Date(iso);
  // Date corrects February 30 and second 60 instead of rejecting them, or rejects them: neither is an exact time.
  if (Number.isNaN(seconds.getTime()) || formatTimeVal(seconds) !== digits) return undefined;
  return seconds.getTime() + Number(fraction.slice(0, 3).padEnd(3, '0'));
}
