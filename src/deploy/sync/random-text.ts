import { randomBytes, randomInt } from 'node:crypto';

/** Most characters of random text in a state or a journal. */
const maxCharacters = 64;

/** Text of random length, so that two states or journals rarely have the same size. */
export function randomText(): string {
  return randomBytes(maxCharacters).toString('base64url').slice(0, randomInt(maxCharacters));
}
