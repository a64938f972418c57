/** The deploy layer: everything that the action layer may use. */
export type { ServerCapabilities } from './capabilities.ts';
export { deploy } from './deploy.ts';
export type { DeployOptions } from './deployment.ts';
export {
  CancelledError,
  LocalFileError,
  NoChecksumError,
  PlanError,
  PublishError,
  VerificationError,
} from './errors.ts';
export type { PublishMode } from './file/file-job.ts';
export type { FoundFiles } from './plan/local-files.ts';
export { findLocalFiles } from './plan/local-files.ts';
export type { DeployObserver, Phase } from './observer.ts';
export type { Plan, PlannedUpload } from './plan/plan.ts';
export { planUploads } from './plan/plan.ts';
export type { PreflightResult, PreflightStep } from './preflight.ts';
export { preflight, preflightSteps } from './preflight.ts';
export { normalizeRemoteDirectory, remotePathProblem } from './plan/remote-path.ts';
export type { ConnectionInfo, DeployResult, FileResult, FileStatus } from './results.ts';
export { pendingResult, total } from './results.ts';
export type { DeployTarget } from './connection.ts';
export type { Verification } from './file/verification.ts';
