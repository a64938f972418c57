/**
 * What `@peculiar/x509` expects to find around it and Node does not have: the DOM's names for the
 * types of Web Crypto, and the metadata half of `Reflect`. Import this file before it.
 */
import type { webcrypto } from 'node:crypto';

declare global {
  type Algorithm = webcrypto.Algorithm;
  type AlgorithmIdentifier = webcrypto.AlgorithmIdentifier;
  type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
  type Crypto = webcrypto.Crypto;
  type CryptoKey = webcrypto.CryptoKey;
  type CryptoKeyPair = webcrypto.CryptoKeyPair;
  type EcKeyGenParams = webcrypto.EcKeyGenParams;
  type EcKeyImportParams = webcrypto.EcKeyImportParams;
  type EcdsaParams = webcrypto.EcdsaParams;
  type KeyUsage = webcrypto.KeyUsage;
  type RsaHashedImportParams = webcrypto.RsaHashedImportParams;
}

// The container inside the library looks for these two when it loads. No metadata is ever used.
Object.assign(Reflect, { getMetadata: () => undefined, getOwnMetadata: () => undefined });
