import { isUtf8 } from 'node:buffer';

/** Lone surrogates for the bytes 0x80 to 0xFF that aren't UTF-8, as in Python (PEP 383). */
const escapeBase = 0xdc00;

/**
 * Decodes UTF-8 without loss: each byte that isn't UTF-8 becomes a lone surrogate, which {@link encodeText} turns into the
 * same byte again. Some servers report names in Latin-1 and only accept these bytes.
 */
export function decodeText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    text +=
      length === 0
        ? String.fromCharCode(escapeBase + bytes.readUInt8(at))
        : bytes.toString('utf8', at, at + length);
    at += Math.max(length, 1);
  }
  return text;
}

/** Encodes a text as UTF-8, and the lone surrogates of {@link decodeText} as the bytes that they stand for. */
export function encodeText(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text);
  const parts = Array.from(text, (character) => {
    const byte = character.charCodeAt(0) - escapeBase;
    return character.length === 1 && byte >= 0x80 && byte <= 0xff
      ? Buffer.of(byte)
      : Buffer.from(character);
  });
  return Buffer.concat(parts);
}

/** Number of bytes of the UTF-8 character at an offset; 0 when there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lengths = [1, 2, 3, 4];
  return lengths.find((length) => isCharacter(bytes.subarray(at, at + length), length)) ?? 0;
}

function isCharacter(bytes: Buffer, length: number): boolean {
  return bytes.length === length && isUtf8(bytes);
}
