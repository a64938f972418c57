import type { ChecksumMethod, FtpsClient } from '../ftps/index.ts';

/** What a server supports, as far as deployments use it. */
export interface ServerCapabilities {
  /** Whether interrupted uploads can be resumed (`REST STREAM` and SIZE). */
  readonly canResume: boolean;
  /** Whether it supports SIZE, which `verify-uploads: size` needs. */
  readonly supportsSize: boolean;
  /** How to get the checksum of a file; undefined if it isn't supported. */
  readonly checksum: ChecksumMethod | undefined;
  /** The command that sets modification times. Servers also announce MDTM if they only support reading with it. */
  readonly mtimeCommand: 'MFMT' | 'MDTM' | undefined;
}

/** What the server announced in its reply to FEAT. */
export function capabilitiesOf({ features, checksumMethod }: FtpsClient): ServerCapabilities {
  return {
    canResume: features.canResume,
    supportsSize: features.has('SIZE'),
    checksum: checksumMethod,
    mtimeCommand: features.has('MFMT') ? 'MFMT' : features.has('MDTM') ? 'MDTM' : undefined,
  };
}
