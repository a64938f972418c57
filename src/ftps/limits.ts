/** The limits on the memory and time that a server can make the client use, and the problems that they prevent. */
export const limits = {
  /** Bytes of one reply line: an endless line must not fill the memory. */
  replyLineBytes: 8 * 1024,
  /** Bytes of one reply with all its lines: a multi-line reply may never end. */
  replyBytes: 64 * 1024,
  /** Lines of one reply that are shown: 64 KiB of line ends must not become megabytes of log. */
  replyLinesShown: 200,
  /** Bytes of one command line: ProFTPD and Pure-FTPd read 4 KiB at a time and stall on more. */
  commandBytes: 4 * 1024 - 2,
  /** Bytes of commands without a reply: ProFTPD and Pure-FTPd hang when one TLS record contains several KiB. */
  windowBytes: 2 * 1024,
  /** Bytes of commands without a reply where thousands of them follow each other. Servers stall above 4 KiB. */
  bulkWindowBytes: 4_000,
  /** Bytes of a reply to STAT that lists a directory: 100,000 files take some 8 MiB. */
  statusBytes: 16 * 1024 * 1024,
  /** Lines of a reply to STAT. */
  statusLines: 200_000,
  /** Milliseconds to wait for the port of PASV, after that of EPSV could not be reached. */
  passiveFallbackMs: 5_000,
  /** Temporary refusals of EPSV or PASV after which a session is replaced: it may have run out of ports. */
  passiveRefusals: 2,
  /** Milliseconds to wait for the end of a data connection after the final reply. */
  dataEndMs: 2_000,
  /** Milliseconds to wait, after a refusal, for the news that the data connection was reset. */
  dataResetMs: 250,
  /** Milliseconds to wait for one address of a host before the next is tried. Node's 250 ms are too short for some servers. */
  addressAttemptMs: 2_000,
  /** Milliseconds to find out what a server sends on a data connection instead of TLS. */
  unencryptedDataMs: 1_000,
  /** Milliseconds to wait for the rest of a reply that arrives unencrypted where TLS was expected. */
  plaintextMs: 500,
  /** Milliseconds to wait for the reply to QUIT, after all work is done. */
  quitMs: 3_000,
  /** Milliseconds to wait for a refusal that explains why a data connection was lost. */
  refusalGraceMs: 5_000,
  /** Milliseconds to wait, after the transfer, for the reply to the NOOP that was sent with the first STOR. */
  probeMs: 5_000,
  /** Milliseconds to find out what answers on another port. */
  portProbeMs: 3_000,
  /** Uploads after which pipelining is no longer suspected when a connection is lost. */
  uploadsToTrustPipelining: 4,
  /** Bytes of a listing before it is cut off: a listing may never end. */
  listingBytes: 1024 * 1024,
  /** Milliseconds after which a listing is cut off: it may arrive slowly. */
  listingMs: 10_000,
  /** Bytes of the listing of a directory whose entries are needed. */
  directoryBytes: 32 * 1024 * 1024,
  /** Milliseconds that such a listing may take: it may arrive slowly. */
  directoryMs: 120_000,
  /** Milliseconds that the retrieval of a file may take, which keeps making progress as long as bytes arrive. */
  retrievalMs: 600_000,
  /** Milliseconds between two NOOPs on the control connection during a transfer. */
  keepAliveMs: 10_000,
  /** NOOPs without a reply: a server that processes commands in order replies to all of them after the transfer. */
  maxPendingNoops: 60,
  /** Certificates of a chain that are examined. */
  chainCertificates: 16,
  /** Characters of the greeting that are kept. */
  greetingCharacters: 200,
  /** Preliminary replies to one command: RFC 959 section 5.4 allows two. */
  preliminaryReplies: 4,
} as const;
