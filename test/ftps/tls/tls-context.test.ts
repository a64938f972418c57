import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import tls from 'node:tls';

import { trustedCertificates } from '../../../src/ftps/tls/tls-context.ts';
import { certificate } from '../../support/embedded-server-fixture.ts';

const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;

/** The same certificate in lines of another length. */
function rewrapped(pem: string): string {
  const [, label, body] = /^-+BEGIN (.+?)-+\n([^-]+)-/.exec(pem) ?? [];
  assert(label !== undefined && body !== undefined);
  const lines = body.replaceAll('\n', '').match(/.{1,72}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
}

test('trustedCertificates returns the certificates of Node, of the system and the additional ones', () => {
  const trusted = new Set(trustedCertificates([certificate.cert]).map(fingerprint));
  const wanted = [
    ...tls.getCACertificates('default'),
    ...tls.getCACertificates('system'),
    certificate.cert,
  ];
  assert.deepEqual(
    wanted.map(fingerprint).filter((each) => !trusted.has(each)),
    [],
  );
});

test('trustedCertificates returns a certificate once when several stores contain it', () => {
  const again = rewrapped(certificate.cert);
  assert.notEqual(again, certificate.cert);
  const prints = trustedCertificates([certificate.cert, again]).map(fingerprint);
  assert.equal(new Set(prints).size, prints.length);
});
