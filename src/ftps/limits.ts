/**
 * Every cap on what a server may make us hold or wait for, with the misbehaviour that it stops.
 */
export const limits = {
  /** Bytes of one reply line: a flood without a line end must not fill memory. */
  replyLineBytes: 8 * 1024,
  /** Bytes of one reply, all lines together: a multi-line reply may never end. */
  replyBytes: 64 * 1024,
  /** Bytes of one command line: ProFTPD and Pure-FTPd read 4 KiB at a time and stall on more. */
  commandBytes: 4 * 1024 - 2,
  /** Bytes of unanswered commands: ProFTPD and Pure-FTPd go silent when several KiB lie in one TLS record. */
  windowBytes: 2 * 1024,
  /** Milliseconds to wait for the end of a data connection once the final reply has come. */
  dataEndMs: 2_000,
  /** Milliseconds to wait for the reply to QUIT: the work is done, only manners are left. */
  quitMs: 3_000,
  /** Milliseconds to wait for a refusal that explains why a data connection broke. */
  refusalGraceMs: 5_000,
  /** Milliseconds to wait for the answer to the NOOP behind the first STOR, once the transfer is over. */
  probeMs: 5_000,
  /** Uploads after which sending ahead is not suspected any more when a connection breaks. */
  uploadsToTrustPipelining: 4,
  /** Bytes of a listing that are read before it is broken off: a listing may never end. */
  listingBytes: 1024 * 1024,
  /** Milliseconds after which a listing is broken off, however slowly it comes. */
  listingMs: 10_000,
  /** Milliseconds between signs of life on the control connection while a transfer runs. */
  keepAliveMs: 10_000,
  /** Signs of life without an answer: a server that works in order answers all of them after the transfer. */
  maxPendingNoops: 60,
  /** Characters of a greeting kept as the server's name of itself. */
  greetingCharacters: 200,
  /** Preliminary replies to one command: RFC 959 section 5.4 knows no more than two. */
  preliminaryReplies: 4,
} as const;
