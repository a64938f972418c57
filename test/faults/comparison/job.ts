import type { Plan, PublishMode, Verification } from '../../../src/deploy/index.ts';
import type { FaultCase } from '../fault-case.ts';

/** This action with its settings. */
export interface ActionClient {
  readonly name: string;
  readonly kind: 'action';
  readonly publish: PublishMode;
  readonly verify: Verification;
  readonly retries: number;
}

/** A client to compare. */
export type Client = ActionClient | { readonly name: string; readonly kind: 'basic-ftp' };

/** The upload that a client runs; can be sent to another process. */
export interface Job {
  readonly client: Client;
  readonly faultCase: FaultCase;
  readonly plan: Plan;
  readonly server: { readonly host: string; readonly port: number };
  /** PEM of the CA that the client trusts. */
  readonly ca: string;
  /** SHA-256 of the certificate that the client trusts. */
  readonly fingerprint: string;
  readonly timeoutMs: number;
}

/** The result that a client reports. */
export type ReportedResult = 'success' | 'failure';
