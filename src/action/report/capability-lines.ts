import type { ServerCapabilities } from '../../deploy/index.ts';
import type { Inputs } from '../inputs/inputs.ts';

/** What the abilities of a server mean for the inputs, a sentence each. */
export function capabilityLines(
  abilities: ServerCapabilities,
  inputs: Pick<Inputs, 'publish'>,
): string[] {
  return [
    resuming(abilities),
    sizes(abilities),
    checksums(abilities),
    times(abilities),
    publishing(inputs),
  ];
}

function resuming({ canResume }: ServerCapabilities): string {
  return canResume
    ? 'A large upload that breaks goes on where it broke off (REST STREAM).'
    : 'An upload that breaks begins again: the server does not name both REST STREAM and SIZE.';
}

function sizes({ supportsSize: tellsSizes }: ServerCapabilities): string {
  return tellsSizes
    ? '"verify-uploads: size" compares sizes (SIZE).'
    : 'The server does not name SIZE; if it does not know it, "verify-uploads: size" compares nothing.';
}

function checksums({ checksum }: ServerCapabilities): string {
  if (checksum === undefined)
    return 'It offers no checksum, so that "verify-uploads: checksum" fails.';
  const { verb, option } = checksum;
  const method = option === undefined ? verb : `${verb} ${option}`;
  return `"verify-uploads: checksum" compares checksums (${method}).`;
}

function times({ mtimeCommand: setsTimes }: ServerCapabilities): string {
  switch (setsTimes) {
    case 'MFMT':
      return '"preserve-mtime: true" sets the times of modification (MFMT).';
    case 'MDTM':
      return '"preserve-mtime: true" is tried by MDTM, which some servers only know for asking; a refusal is no error.';
    case undefined:
      return 'The server names no command that sets times of modification, so that "preserve-mtime: true" may do nothing.';
  }
}

function publishing({ publish }: Pick<Inputs, 'publish'>): string {
  return publish === 'direct'
    ? '"publish: direct" needs no right but to upload.'
    : `"publish: ${publish}" needs the right to rename and to delete, which no server tells: the first deployment shows it.`;
}
