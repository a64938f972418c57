import assert from 'node:assert/strict';

import { certificate, authority, embedded, scripted } from './peers.ts';
import type { Row } from './table.ts';
import { once, session, testTable, uploaded } from './table.ts';

/** Another valid certificate. */
const another = await authority.issue({ commonName: 'localhost', dnsNames: ['localhost'] });
const refused = `${session} EPSV STOR QUIT`;
const otherCertificate =
  "index.html: The certificate on the data connection to 127.0.0.1:{data-port} isn't trusted: it isn't the control connection's certificate, and the TLS session wasn't resumed.\nNo file data was sent. Either several servers share this address, or someone is intercepting the connection.";

// What the server sends instead of TLS is read on another data connection.
const unencrypted = `${session.replace(' OPTS', '')} EPSV STOR EPSV QUIT`;
const withPlaintext = (plaintextData: string) => scripted(script, { plaintextData });
const script = `S: 220 Ready
  C: USER anna.lund
  S: 331 Password
  C: PASS Tr0ub4dor&3 %0A"x
  S: 230 Logged in
  C: PBSZ 0
  S: 200 Ok
  C: PROT P
  S: 200 Ok
  C: FEAT
  S: 211 No features
  C: TYPE I
  S: 200 Ok
  C: STRU F
  S: 200 Ok
  C: MODE S
  S: 200 Ok
  C: PWD
  S: 257 "/"
  C: SIZE .htopen-ftps
  S: 550 None
  C: SIZE .htopen-ftps.journal
  S: 550 None
  C: EPSV
  S: 229 Ok (|||{data-port}|)
  C: STOR index.html
  S: 150 Go
  ! data-handshake-failed
  S: 226 Done
  C: EPSV
  S: 229 Ok (|||{data-port}|)
  ! data-handshake-failed
  C: QUIT
  S: 221 Bye`;

const rows: readonly Row[] = [
  {
    name: 'are rejected with another certificate of a trusted CA',
    peer: embedded({ dataCertificate: another, resumeData: false, requireSessionReuse: false }),
    message: otherCertificate,
    commands: refused,
  },
  {
    name: 'are rejected with another certificate and tls-verify: false',
    peer: embedded({ dataCertificate: another, resumeData: false, requireSessionReuse: false }),
    inputs: { 'tls-verify': 'false' },
    message: otherCertificate,
    warnings: [`  tls-pin: sha256//${certificate.spkiSha256}`],
    commands: refused,
  },
  {
    name: 'are rejected with another certificate and a pin',
    peer: embedded({ dataCertificate: another, resumeData: false, requireSessionReuse: false }),
    inputs: { 'tls-pin': certificate.fingerprint256 },
    message: otherCertificate,
    commands: refused,
  },
  {
    name: 'are rejected without TLS after PROT P',
    peer: withPlaintext('This is not TLS.'),
    message:
      "No file data was sent. The server doesn't encrypt its data connections, although it agreed to. Ask your host to correct its TLS configuration.",
    commands: unencrypted,
  },
  {
    name: 'are rejected with a reply instead of TLS, which the error quotes',
    peer: withPlaintext('421 ::error::Too many connections, Tr0ub4dor&3 %0A"x'),
    inputs: once,
    message:
      'The server didn\'t encrypt this data connection, although it agreed to. No data of this file was sent. Check the server\'s log, or ask your host to. A partial file may be left on the server; "publish: atomic" avoids that.',
    check: ({ log }) => {
      assert.match(
        log,
        /::error .*: the server sent unencrypted data \("421 ::error::Too many connections, \*\*\*"\)/,
      );
    },
    commands: unencrypted,
  },
  {
    name: 'are accepted with the same certificate without session reuse',
    peer: embedded({ resumeData: false, requireSessionReuse: false }),
    exit: 0,
    resumed: false,
    commands: uploaded,
  },
  {
    name: 'are accepted with the same certificate without session reuse with TLS 1.2',
    peer: embedded({ resumeData: false, requireSessionReuse: false, maxVersion: 'TLSv1.2' }),
    exit: 0,
    resumed: false,
    commands: uploaded,
  },
  {
    name: 'resume the TLS session for each of several files',
    peer: embedded(),
    files: { 'site/a': 'one', 'site/b': '', 'site/c/d': 'three' },
    exit: 0,
    commands: `${session} MKD EPSV STOR NOOP SIZE${' EPSV STOR SIZE'.repeat(2)} QUIT`,
  },
];

testTable('Data connections', rows);
