import { existsSync } from 'node:fs';
import path from 'node:path';

import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import type { CommandContext, CommandOverride } from '../support/embedded-server/options.ts';
import type { FileContent } from '../support/workspace.ts';

/** What a server answers instead of the normal thing. */
export type Fault = (context: CommandContext) => CommandOverride | undefined;

type Files = Readonly<Record<string, FileContent>>;

/** Sets the fixture with a server that renames to free names only, and may have a fault besides. */
export async function setCarefulStage(
  files: Files,
  old: Files,
  fault: Fault,
): Promise<DeploymentFixture> {
  const fixture = await createFixture(files, old, {
    onCommand: (context) => {
      const override = fault(context);
      if (override !== undefined || context.verb !== 'RNTO') return override;
      const isTaken = existsSync(path.join(fixture.remote.path, context.argument));
      return isTaken ? '553 File exists.' : undefined;
    },
  });
  return fixture;
}

/** Whether a command renames a file to a temporary name. */
export function isAside({ verb, argument }: CommandContext): boolean {
  return verb === 'RNTO' && argument.startsWith('.up-');
}

/** The command is carried out, and the connection lost before its reply. */
export const performedAndLost = { perform: true, raw: '', then: 'reset' } as const;

/** Hurts the first command of the kind, and no other. */
export function once(
  isMeant: (context: CommandContext) => boolean,
  override: CommandOverride,
): Fault {
  let isDone = false;
  return (context) => {
    if (isDone || !isMeant(context)) return undefined;
    isDone = true;
    return override;
  };
}
