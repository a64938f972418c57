import { certificate, authority, embedded, scripted } from './peers.ts';
import type { Row } from './table.ts';
import { session, table, uploaded } from './table.ts';

/** As good as the control connection's, but another. */
const another = await authority.issue({ commonName: 'localhost', dnsNames: ['localhost'] });
const refused = `${session} EPSV STOR QUIT`;
const somebody =
  "index.html: The certificate of the data connection to 127.0.0.1:{data-port} is not trusted: it is not the control connection's certificate, and the TLS session was not resumed.\nTwo servers, or somebody in between, answer at this address; no byte of a file was sent.";

const clearData = scripted(
  `S: 220 Ready
  C: USER anna.lund
  S: 331 Password
  C: PASS Tr0ub4dor&3 %0A"x
  S: 230 Logged in
  C: PBSZ 0
  S: 200 Ok
  C: PROT P
  S: 200 Ok
  C: FEAT
  S: 500 Unknown
  C: TYPE I
  S: 200 Ok
  C: STRU F
  S: 200 Ok
  C: MODE S
  S: 200 Ok
  C: PWD
  S: 257 "/"
  C: EPSV
  S: 229 Ok (|||{data-port}|)
  C: STOR index.html
  S: 150 Go
  ! data-handshake-failed
  S: 226 Done
  C: QUIT
  S: 221 Bye`,
  { plaintextData: true },
);

const rows: readonly Row[] = [
  {
    name: 'another certificate, although its authority is trusted',
    peer: embedded({ dataCertificate: another, resumeData: false, requireSessionReuse: false }),
    says: somebody,
    reached: refused,
  },
  {
    name: 'another certificate, with tls-verify: false',
    peer: embedded({ dataCertificate: another, resumeData: false, requireSessionReuse: false }),
    inputs: { 'tls-verify': 'false' },
    says: somebody,
    warns: [`  tls-pin: sha256//${certificate.spkiSha256}`],
    reached: refused,
  },
  {
    name: 'another certificate, with a pin of the right one',
    peer: embedded({ dataCertificate: another, resumeData: false, requireSessionReuse: false }),
    inputs: { 'tls-pin': certificate.fingerprint256 },
    says: somebody,
    reached: refused,
  },
  {
    name: 'clear text after PROT P',
    peer: clearData,
    says: 'No byte of a file was sent: the server does not protect its data connections, although it promised to.',
    reached: refused.replace(' OPTS', ''),
  },
  {
    name: 'the same certificate, session not resumed: uploaded, and the log says so',
    peer: embedded({ resumeData: false, requireSessionReuse: false }),
    exit: 0,
    says: '0 of 1 data connections resumed the TLS session.',
    reached: uploaded,
  },
  {
    name: 'the same under TLS 1.2',
    peer: embedded({ resumeData: false, requireSessionReuse: false, maxVersion: 'TLSv1.2' }),
    exit: 0,
    says: '0 of 1 data connections resumed the TLS session.',
    reached: uploaded,
  },
  {
    name: 'session reuse required, several files',
    peer: embedded(),
    files: { 'site/a': 'one', 'site/b': '', 'site/c/d': 'three' },
    exit: 0,
    says: '3 of 3 data connections resumed the TLS session.',
    reached: `${session} MKD EPSV STOR NOOP SIZE${' EPSV STOR SIZE'.repeat(2)} QUIT`,
  },
];

table('Data connections', rows);
