/**
 * Provides what `@peculiar/x509` expects and Node lacks: the DOM's names for the types of Web Crypto, and metadata
 * functions of `Reflect`. Import this file before the library.
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

// The library's dependency injection looks for these two when it loads, but never uses metadata.
Object.assign(Reflect, { getMetadata: () => undefined, getOwnMetadata: () => undefined });
