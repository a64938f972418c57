/**
 * Conditions of a run in addition to the fault: what the server does differently, or an earlier fault that leads to the step.
 *
 * - `plain`: none.
 * - `reconnect`: the control connection is reset once, at the STOR of the third file.
 * - `resume`: the third file's data connection is reset once, after half of the file.
 * - `no-rest`: like `resume`, and the server rejects REST.
 * - `restart-refused`: like `resume`, and the server accepts REST, but then rejects the upload at that offset.
 * - `closing`: the server closes the control connection after each upload.
 * - `dead-epsv`: the ports that EPSV names are unreachable; those of PASV work.
 * - `odd-size`: the reply to SIZE has prose around its number.
 * - `full`: like `reconnect`, and the server then rejects PASS because of too many sessions.
 * - `no-replace`: the server rejects renames over an existing file.
 * - `quota`: the server permanently rejects the third file after it has received all bytes.
 * - `cut-off`: the third file's data connection is reset in every attempt.
 * - `x-command`: the server supports XSHA256 instead of HASH.
 * - `long-transfer`: the third file stops at its first byte until a NOOP arrives, which is answered immediately.
 * - `asynchronous`: the server answers commands during an upload immediately, and an EPSV then aborts the upload.
 * - `late-refused`: the server rejects commands during an upload, unless they arrived in the same write as STOR.
 * - `mtime`: modification times are preserved.
 * - `long-timeout`: the client's timeout is half a minute.
 * - `untrusted`: the server's certificate doesn't match the pin.
 * - `untrusted-data`: data connections present another certificate and don't resume the TLS session.
 */
export const setups = [
  ...(['plain', 'reconnect', 'resume', 'no-rest', 'no-replace', 'quota', 'cut-off'] as const),
  ...(['x-command', 'long-transfer', 'asynchronous', 'late-refused', 'mtime'] as const),
  ...(['long-timeout', 'untrusted', 'untrusted-data'] as const),
  ...(['restart-refused', 'closing', 'dead-epsv', 'odd-size', 'full'] as const),
] as const;

export type Setup = (typeof setups)[number];
