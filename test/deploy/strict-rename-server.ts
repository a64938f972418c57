import { existsSync } from 'node:fs';
import path from 'node:path';

import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import type { CommandContext, CommandOverride } from '../support/embedded-server/options.ts';
import type { FileContent } from '../support/workspace.ts';

/** Overrides the reply to a command. */
export type Fault = (context: CommandContext) => CommandOverride | undefined;

type Files = Readonly<Record<string, FileContent>>;

/** Creates a fixture whose server refuses to rename over existing files, and may have a further fault. */
export async function createStrictFixture(
  files: Files,
  old: Files,
  fault: Fault,
): Promise<DeploymentFixture> {
  const fixture = await createFixture(files, old, {
    onCommand: (context) => {
      const override = fault(context);
      if (override !== undefined || context.verb !== 'RNTO') return override;
      const exists = existsSync(path.join(fixture.remote.path, context.argument));
      return exists ? '553 File exists.' : undefined;
    },
  });
  return fixture;
}

/** Whether a command moves an old file aside. */
export function isMoveAside({ verb, argument }: CommandContext): boolean {
  return verb === 'RNTO' && argument.startsWith('.up-');
}

/** The command is performed, and the connection reset before its reply. */
export const performedAndLost = { perform: true, raw: '', then: 'reset' } as const;

/** Overrides the reply to the first matching command only. */
export function once(
  matches: (context: CommandContext) => boolean,
  override: CommandOverride,
): Fault {
  let isDone = false;
  return (context) => {
    if (isDone || !matches(context)) return undefined;
    isDone = true;
    return override;
  };
}
