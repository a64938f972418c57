/**
 * What else is so, before and besides the fault: the server's ways, or a first fault that brings the run to the step.
 *
 * - `plain`: nothing.
 * - `reconnect`: the control connection is reset once, when the third file is to be stored.
 * - `resume`: the third file's data connection is reset once, half way.
 * - `no-rest`: the same, and the server refuses REST.
 * - `no-replace`: the server does not rename over an existing file.
 * - `no-room`: the server refuses the third file for good, when all its bytes have come.
 * - `cut-off`: the third file's data connection is reset half way, each time.
 * - `x-command`: the server has XSHA256 instead of HASH.
 * - `long-transfer`: the third file stops at its first byte until a NOOP has come, which is answered at once.
 * - `asynchronous`: the server answers what comes during an upload at once, and an EPSV then costs it the upload.
 * - `late-refused`: the server refuses what comes during an upload, unless it came in one write with STOR.
 * - `mtime`: the time of modification is set.
 * - `patient`: the client would wait for half a minute.
 * - `untrusted`: the server's certificate is not the pinned one.
 * - `untrusted-data`: that of the data connections is another one, and they do not resume the TLS session.
 */
export const setups = [
  ...(['plain', 'reconnect', 'resume', 'no-rest', 'no-replace', 'no-room', 'cut-off'] as const),
  ...(['x-command', 'long-transfer', 'asynchronous', 'late-refused', 'mtime'] as const),
  ...(['patient', 'untrusted', 'untrusted-data'] as const),
] as const;

export type Setup = (typeof setups)[number];
