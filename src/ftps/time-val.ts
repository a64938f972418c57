/** A time as FTP writes it, `YYYYMMDDHHMMSS` in UTC (RFC 3659 section 2.3); fractions of a second are left out. */
export function formatTimeVal(time: Date): string {
  return time.toISOString().slice(0, 19).replace(/\D/g, '');
}
