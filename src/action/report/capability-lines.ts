import type { ServerCapabilities } from '../../deploy/index.ts';
import type { Inputs } from '../inputs/inputs.ts';

/** What the server's capabilities mean for the inputs, one sentence each. */
export function capabilityLines(
  capabilities: ServerCapabilities,
  inputs: Pick<Inputs, 'publish'>,
): string[] {
  return [
    resuming(capabilities),
    sizes(capabilities),
    checksums(capabilities),
    times(capabilities),
    publishing(inputs),
  ];
}

function resuming({ canResume }: ServerCapabilities): string {
  return canResume
    ? 'Interrupted large uploads can be resumed (REST STREAM).'
    : "Interrupted uploads restart from the beginning: the server doesn't announce both REST STREAM and SIZE.";
}

function sizes({ supportsSize }: ServerCapabilities): string {
  return supportsSize
    ? '"verify-uploads: size" compares file sizes (SIZE).'
    : 'The server doesn\'t announce SIZE. If it doesn\'t support it, "verify-uploads: size" has no effect.';
}

function checksums({ checksum }: ServerCapabilities): string {
  if (checksum === undefined) {
    return 'The server doesn\'t support checksums, so "verify-uploads: checksum" fails.';
  }
  const { verb, option } = checksum;
  const method = option === undefined ? verb : `${verb} ${option}`;
  return `"verify-uploads: checksum" compares checksums (${method}).`;
}

function times({ mtimeCommand }: ServerCapabilities): string {
  switch (mtimeCommand) {
    case 'MFMT':
      return '"preserve-mtime: true" sets modification times (MFMT).';
    case 'MDTM':
      return '"preserve-mtime: true" uses MDTM. Some servers only support reading with it; if so, times aren\'t set and the run still succeeds.';
    case undefined:
      return 'The server announces no command that sets modification times, so "preserve-mtime: true" may have no effect.';
  }
}

function publishing({ publish }: Pick<Inputs, 'publish'>): string {
  return publish === 'direct'
    ? '"publish: direct" needs upload permission only.'
    : `"publish: ${publish}" needs permission to rename and delete, which can't be checked without uploading.`;
}
