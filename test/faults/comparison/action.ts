import { deploy } from '../../../src/deploy/index.ts';
import { caseOptions, caseTarget } from '../deploy-case.ts';
import { Told } from '../told.ts';
import type { Contender, Job } from './job.ts';

/** Uploads the files with what the action is made of. */
export async function uploadWithAction(
  { faultCase, plan, server, fingerprint, timeoutMs }: Job,
  { publish, verify, retries }: Extract<Contender, { kind: 'action' }>,
): Promise<void> {
  const target = caseTarget(faultCase, { ...server, fingerprint }, timeoutMs);
  const { signal } = new AbortController();
  const options = caseOptions({ ...faultCase, publish, verify }, signal, retries);
  const { error } = await deploy(plan, target, options, new Told());
  if (error !== undefined) throw error;
}
