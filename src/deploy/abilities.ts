import type { ChecksumMethod, FtpsClient } from '../ftps/index.ts';

/** What a server says that it can do, as far as it bears on a deployment. */
export interface ServerAbilities {
  /** A broken upload can go on where it broke off (`REST STREAM` and SIZE). */
  readonly canResume: boolean;
  /** It tells the size of a file, which `verify: size` compares. */
  readonly tellsSizes: boolean;
  /** How it tells the hash of a file; undefined when it does not. */
  readonly checksum: ChecksumMethod | undefined;
  /** The command that sets a time of modification; MDTM is named for asking too, so that one may be refused. */
  readonly setsTimes: 'MFMT' | 'MDTM' | undefined;
}

/** What the server behind a client has named in its reply to FEAT. */
export function abilitiesOf({ features, checksumMethod }: FtpsClient): ServerAbilities {
  return {
    canResume: features.canResume,
    tellsSizes: features.has('SIZE'),
    checksum: checksumMethod,
    setsTimes: features.has('MFMT') ? 'MFMT' : features.has('MDTM') ? 'MDTM' : undefined,
  };
}
