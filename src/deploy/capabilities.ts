import type { ChecksumMethod, FtpsClient } from '../ftps/index.ts';

/** What a server says that it can do, as far as it bears on a deployment. */
export interface ServerCapabilities {
  /** A broken upload can go on where it broke off (`REST STREAM` and SIZE). */
  readonly canResume: boolean;
  /** It tells the size of a file, which `verify-uploads: size` compares. */
  readonly supportsSize: boolean;
  /** How it tells the hash of a file; undefined when it does not. */
  readonly checksum: ChecksumMethod | undefined;
  /** The command that sets a time of modification; MDTM is named for asking too, so that one may be refused. */
  readonly mtimeCommand: 'MFMT' | 'MDTM' | undefined;
}

/** What the server behind a client has named in its reply to FEAT. */
export function capabilitiesOf({ features, checksumMethod }: FtpsClient): ServerCapabilities {
  return {
    canResume: features.canResume,
    supportsSize: features.has('SIZE'),
    checksum: checksumMethod,
    mtimeCommand: features.has('MFMT') ? 'MFMT' : features.has('MDTM') ? 'MDTM' : undefined,
  };
}
