import type { NameProblem } from '../../deploy/index.ts';
import {
  CancelledError,
  FileNameError,
  LocalFileError,
  MaintenanceError,
  PlanError,
  PublishError,
  VerificationError,
} from '../../deploy/index.ts';
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
import type { AdviceContext } from './advice-context.ts';
import { certificateAdvice } from './certificate-advice.ts';
import {
  connectionAdvice,
  lostAdvice,
  protocolAdvice,
  timeoutAdvice,
  tlsAdvice,
} from './connection-advice.ts';
import { nameNote } from './file-notes.ts';
import { patternAdvice } from './pattern-advice.ts';
import { replyAdvice } from './reply-advice.ts';
import { fileHint } from './reply-hints.ts';
import { syncAdvice } from './sync-advice.ts';

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
  if (error instanceof ProtocolError) return protocolAdvice(error, context);
  return localAdvice(error, context);
}

/** What to do about a name that the server can't store. */
const nameAdvice: Readonly<Record<NameProblem, string>> = {
  'directory-exists': 'Delete the directory on the server, or rename the file.',
  'same-file': 'Rename one of the two files.',
  changed: 'Rename the file.',
};

/** What to do if the maintenance file can't be changed. */
const maintenanceAdvice: Readonly<Record<MaintenanceError['operation'], string>> = {
  upload:
    'Visitors have not seen any change. Check that the account may write to "remote-dir" itself, or remove "maintenance-file".',
  delete:
    'Visitors may still see it: delete it on the server, or re-run the job. Check that the account may delete files.',
};

/** Advice about errors that aren't about the protocol. */
function localAdvice(error: Error, context: AdviceContext): string | undefined {
  const advice = syncAdvice(error, context);
  if (advice !== undefined) return advice;
  if (error instanceof LocalFileError) {
    return 'Make sure that the step that writes the files has finished before this one.';
  }
  if (error instanceof MaintenanceError) return maintenanceAdvice[error.operation];
  if (error instanceof FileNameError) return nameAdvice[error.problem];
  if (error instanceof PublishError) return publishAdvice(error, context);
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

function publishAdvice(error: PublishError, { renames, remotePath = '' }: AdviceContext): string {
  const { cause } = error;
  const advice =
    renames > 0
      ? 'Other files were renamed in this run, so the account has permission to rename. The existing file may be read-only or in use.'
      : 'If the account can upload but not rename or delete, set "publish: direct".';
  return advice + nameNote(remotePath) + (cause instanceof ReplyError ? fileHint(cause) : '');
}
