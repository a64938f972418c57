/** The deploy layer: everything that the action layer may use. */
export type { ServerAbilities } from './abilities.ts';
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
export type { PublishMode } from './file-job.ts';
export type { FoundFiles } from './local-files.ts';
export { findLocalFiles } from './local-files.ts';
export type { DeployObserver, Phase } from './observer.ts';
export type { Plan, PlannedUpload } from './plan.ts';
export { planUploads } from './plan.ts';
export type { PreflightResult, PreflightStep } from './preflight.ts';
export { preflight, preflightSteps } from './preflight.ts';
export { normalizeRemoteDirectory, remotePathProblem } from './remote-path.ts';
export type { ConnectionReport, DeployResult, FileResult, FileStatus } from './result.ts';
export { pendingResult, total } from './result.ts';
export type { DeployTarget } from './session.ts';
export type { Verification } from './verify.ts';
