/** The deploy layer: everything that the action layer may use. */
export type { ServerCapabilities } from './capabilities.ts';
export type { DeployTarget } from './connection.ts';
export type { DeployJob } from './deployment.ts';
export { deploy } from './deployment.ts';
export {
  CancelledError,
  FileNameError,
  LocalFileError,
  MaintenanceError,
  NoChecksumError,
  PlanError,
  PublishError,
  VerificationError,
} from './errors.ts';
export type { NameProblem } from './errors.ts';
export type { PublishMode } from './file/file-job.ts';
export type { Verification } from './file/verification.ts';
export type { ConnectionObserver, DeployObserver, Phase, Severity } from './observer.ts';
export { foldPath } from './plan/folding.ts';
export type { ModeRule } from './plan/file-modes.ts';
export { IgnorePatterns, ignorePatternProblems } from './plan/ignore-patterns.ts';
export { nameWarnings } from './plan/name-warnings.ts';
export type { Plan, PlannedUpload, PlanOptions } from './plan/plan.ts';
export { planDeployment } from './plan/plan.ts';
export { joinRemotePath, normalizeRemoteDirectory, remotePathProblem } from './plan/remote-path.ts';
export type { PreflightOptions, PreflightResult, PreflightStep } from './preflight.ts';
export type { PreflightState } from './preflight-state.ts';
export { preflight, preflightSteps } from './preflight.ts';
export type {
  ConnectionInfo,
  ConnectionUsage,
  DeployResult,
  FailedFile,
  FileResult,
  FileStatus,
  OtherFile,
  PendingFile,
  RunFacts,
  SyncCounts,
  SyncOutcome,
  Total,
  UnchangedFile,
  UploadedFile,
} from './results.ts';
export { pendingResult, total } from './results.ts';
export type { Retry, RetrySubject } from './retry.ts';
export type { DeployOptions } from './run-state.ts';
export type {
  Adopt,
  DeletionLimit,
  JobId,
  KeepReason,
  NoDeletions,
  Repository,
  Selection,
  StateProblem,
  SyncSettings,
  UploadReason,
  WaitingFor,
} from './sync/index.ts';
export { DeleteLimitError, StateError } from './sync/index.ts';
