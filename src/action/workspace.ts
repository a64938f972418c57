import fs from 'node:fs';
import path from 'node:path';

/** The directory of the checkout. A self-hosted runner may not set it, or set it to a directory that only its containers have. */
export function workspaceDirectory(): string {
  const directory = process.env['GITHUB_WORKSPACE'] ?? '';
  return fs.existsSync(directory) ? directory : process.cwd();
}

/** A path relative to the workspace, with `/`: runners have their workspaces in different places. Other paths stay absolute. */
export function relativeToWorkspace(absolute: string, workspace: string): string {
  const relative = path.relative(workspace, absolute);
  const isBelow = relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
  return (isBelow ? relative || '.' : absolute).split(path.sep).join('/');
}
