import { deploy } from '../../../src/deploy/index.ts';
import { caseOptions, caseTarget } from '../deploy-case.ts';
import { EventRecorder } from '../event-recorder.ts';
import type { ActionClient, Job } from './job.ts';

/** Uploads the files with the code of this action. */
export async function uploadWithAction(
  { faultCase, plan, server, fingerprint, timeoutMs }: Job,
  { publish, verify, retries }: ActionClient,
): Promise<void> {
  const target = caseTarget(faultCase, { ...server, fingerprint }, timeoutMs);
  const { signal } = new AbortController();
  const options = caseOptions({ ...faultCase, publish, verify }, signal, retries);
  const { error } = await deploy({ plan, target, options, observer: new EventRecorder() });
  if (error !== undefined) throw error;
}
