/** The deploy layer: everything that the action layer may use. */
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
export type { Plan } from './plan.ts';
export { planUploads } from './plan.ts';
export { normalizeRemoteDirectory, remotePathProblem } from './remote-path.ts';
export type { ConnectionReport, DeployResult, FileResult, FileStatus } from './result.ts';
export { total } from './result.ts';
export type { DeployTarget } from './session.ts';
export type { Verification } from './verify.ts';
