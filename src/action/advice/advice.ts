import type { NameProblem } from '../../deploy/index.ts';
import {
  CancelledError,
  FileNameError,
  LocalFileError,
  PlanError,
  PublishError,
  VerificationError,
} from '../../deploy/index.ts';
import type { TlsMode } from '../../ftps/index.ts';
import {
  CertificateError,
  CommandError,
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
} from '../../ftps/index.ts';
import { InputError, NoFilesError, RunFilesError } from '../errors.ts';
import type { SyncInputs } from '../inputs/sync-inputs.ts';
import { certificateAdvice } from './certificate-advice.ts';
import {
  connectionAdvice,
  lostAdvice,
  protocolAdvice,
  timeoutAdvice,
  tlsAdvice,
} from './connection-advice.ts';
import { patternAdvice } from './pattern-advice.ts';
import { replyAdvice } from './reply-advice.ts';
import { syncAdvice } from './sync-advice.ts';

/** What an advice depends on in addition to the error: the inputs and the facts of the run. */
export interface AdviceContext {
  readonly host: string;
  readonly tlsMode: TlsMode;
  readonly passwordIsEmpty: boolean;
  /** Undefined when the server didn't report it, or the run ended before. */
  readonly loginDirectory: string | undefined;
  /** Whether a login succeeded in this run. */
  readonly hasLoggedIn: boolean;
  /** Where the server accepted files in this run: in the directory that the error is about, only in others, or nowhere. */
  readonly acceptedFiles: 'here' | 'elsewhere' | 'nowhere';
  /** Data connections opened in this run. */
  readonly dataConnections: number;
  /** Files renamed in this run. */
  readonly renames: number;
  /** The inputs about incremental deployments; undefined when inputs are invalid. */
  readonly sync: SyncInputs | undefined;
  /** `verify-uploads: checksum`. */
  readonly verifiesChecksums: boolean;
}

/**
 * What to do about an error, in a sentence or two that name what to change in the workflow. Decided by the fields of the
 * error and the facts of the run, never by the text of a message. Undefined for inputs, whose error says everything.
 */
export function adviceFor(error: Error, context: AdviceContext): string | undefined {
  if (error instanceof CertificateError) return certificateAdvice(error);
  if (error instanceof ReplyError) return replyAdvice(error, context);
  if (error instanceof TlsError) return tlsAdvice(error, context);
  if (error instanceof ConnectionError) return connectionAdvice(error, context);
  if (error instanceof TimeoutError) return timeoutAdvice(error, context);
  if (error instanceof ConnectionLostError) return lostAdvice(error, context);
  if (error instanceof ProtocolError) return protocolAdvice(error);
  return localAdvice(error, context);
}

/** What to do about a name that the server can't store. */
const nameAdvice: Readonly<Record<NameProblem, string>> = {
  'directory-exists': 'Delete the directory on the server, or rename the file.',
  'same-file': 'Rename one of the two files.',
  changed: 'Rename the file.',
};

/** Advice about errors that aren't about the protocol. */
function localAdvice(error: Error, context: AdviceContext): string | undefined {
  const { renames } = context;
  const advice = syncAdvice(error, context);
  if (advice !== undefined) return advice;
  if (error instanceof LocalFileError) {
    return 'Make sure that the step that writes the files has finished before this one.';
  }
  if (error instanceof FileNameError) return nameAdvice[error.problem];
  if (error instanceof PublishError) {
    return renames > 0
      ? 'Other files were renamed in this run, so the account has permission to rename. The existing file may be read-only or in use.'
      : 'If the account can upload but not rename or delete, set "publish: direct".';
  }
  if (error instanceof VerificationError) {
    return 'If the server processes or moves files on arrival, set "verify-uploads: none".';
  }
  if (error instanceof NoFilesError) return patternAdvice(error);
  if (error instanceof PlanError) {
    return 'Nothing was uploaded. Change "files" (lines that start with "!" exclude files), "base-dir" or "flatten", or rename the files.';
  }
  if (error instanceof CommandError) return 'Rename the file.';
  if (error instanceof CancelledError) {
    return 'Files reported as uploaded are on the server. Re-run the job to upload the rest.';
  }
  if (error instanceof RunFilesError) return 'Set RUNNER_TEMP to a writable directory.';
  if (error instanceof InputError) return undefined;
  return 'Unexpected error. Please report it and attach the transcript (output "transcript").';
}
