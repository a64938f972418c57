import type { Plan, PublishMode, Verification } from '../../../src/deploy/index.ts';
import type { FaultCase } from '../fault-case.ts';

/** A client to compare, and how it is used. */
export type Contender =
  | { readonly name: string; readonly kind: 'basic-ftp' }
  | {
      readonly name: string;
      readonly kind: 'action';
      readonly publish: PublishMode;
      readonly verify: Verification;
      readonly retries: number;
    };

/** What a client is to upload, and where to; it can be sent to another process. */
export interface Job {
  readonly contender: Contender;
  readonly faultCase: FaultCase;
  readonly plan: Plan;
  readonly server: { readonly host: string; readonly port: number };
  /** PEM of the authority that the client trusts. */
  readonly ca: string;
  /** SHA-256 of the certificate that the client trusts. */
  readonly fingerprint: string;
  readonly timeoutMs: number;
}

/** What a client itself says of its run. */
export type Claim = 'success' | 'failure';
