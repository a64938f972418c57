import type { FileResult, OtherFile, Plan, PlannedUpload } from '../deploy/index.ts';
import { nameWarnings, planDeployment } from '../deploy/index.ts';
import { sanitize } from '../sanitize.ts';
import { patternAdvice } from './advice/pattern-advice.ts';
import { ByteBudget } from './byte-budget.ts';
import { NoFilesError } from './errors.ts';
import { count, displayPath, formatBytes } from './format.ts';
import type { Inputs } from './inputs/inputs.ts';
import type { Log } from './log/log.ts';
import { workspaceDirectory } from './workspace.ts';

/** Dangling links, and excluded files and directories, that the log names. */
const namedEntries = 10;

/**
 * Finds the files to upload and plans where they go.
 *
 * @returns undefined when there are none and `if-no-files-found` allows that.
 * @throws {@link NoFilesError} when it doesn't; `PlanError` when files can't be uploaded as requested.
 */
export async function planFiles(inputs: Inputs, log: Log): Promise<Plan | undefined> {
  log.group('Files');
  const plan = await planDeployment({
    patterns: inputs.files,
    exclude: inputs.exclude,
    followSymlinks: inputs.followSymlinks,
    workspace: workspaceDirectory(),
    baseDirectory: inputs.baseDir,
    remoteDirectory: inputs.remoteDir,
    flatten: inputs.flatten,
    chmod: inputs.chmod,
    maintenanceFile: inputs.maintenanceFile,
  });
  const { gitFiles, links, danglingLinks, excluded } = plan.skipped;
  if (gitFiles > 0)
    log.info(`Skipped ${count(gitFiles, 'file')} in .git (not named by any pattern)`);
  if (links > 0) log.info(`Skipped ${count(links, 'symbolic link')} (follow-symlinks: false)`);
  if (danglingLinks.length > 0) log.info(describeDanglingLinks(danglingLinks));
  if (excluded.length > 0) log.info(describeExcluded(excluded));
  for (const warning of plan.warnings) log.warning(warning);
  reportUnmatched(plan.unmatchedPatterns, inputs, log);
  if (plan.uploads.length === 0) {
    reportNoFiles(inputs, { excluded, log });
    return undefined;
  }
  const where = plan.remoteDirectory === '' ? 'the login directory' : `"${plan.remoteDirectory}"`;
  const files = count(plan.uploads.length, 'file');
  for (const warning of nameWarnings(plan.uploads)) log.warning(warning);
  const page = plan.maintenancePage;
  if (page !== undefined) {
    const paths = `${sanitize(displayPath(page))} -> ${sanitize(page.remotePath)}`;
    log.info(`Maintenance file while the site changes: ${paths}`);
  }
  const verb = inputs.sync.mode === 'changed' ? 'deploy' : 'upload';
  log.info(`Found ${files} (${formatBytes(plan.totalBytes)}) to ${verb} to ${where}`);
  return plan;
}

function describeDanglingLinks(links: readonly string[]): string {
  const names = links
    .slice(0, namedEntries)
    .map((link) => sanitize(displayPath({ localPath: link })));
  const more = links.length > namedEntries ? ', ...' : '';
  return `Skipped ${count(links.length, 'symbolic link')} to files that don't exist: ${names.join(', ')}${more}`;
}

function describeExcluded(excluded: readonly string[]): string {
  const names = excluded.slice(0, namedEntries).map((name) => sanitize(name));
  const more = excluded.length > namedEntries ? ', ...' : '';
  return `Excluded ${names.join(', ')}${more}`;
}

/** A path that may be missing isn't worth a warning if even a run without files is accepted. */
function reportUnmatched(patterns: readonly string[], { ifNoFilesFound }: Inputs, log: Log): void {
  const [first] = patterns;
  if (first === undefined) return;
  const advice = patternAdvice(new NoFilesError([first], process.cwd()));
  const shown = patterns.map((pattern) => sanitize(pattern, pattern.length)).join(', ');
  const text = `Patterns of "files" that match nothing in ${process.cwd()}: ${shown}.\n${advice}`;
  if (ifNoFilesFound === 'ignore') log.info(text);
  else log.warning(text);
}

function reportNoFiles(
  { files, ifNoFilesFound }: Inputs,
  { excluded, log }: { readonly excluded: readonly string[]; readonly log: Log },
): void {
  const error = new NoFilesError(files, process.cwd(), { hasExcluded: excluded.length > 0 });
  if (ifNoFilesFound === 'error') throw error;
  if (ifNoFilesFound === 'warn') log.warning(`${error.message}\n${patternAdvice(error)}`);
  else log.info(error.message);
}

const listBytes = 600 * 1024;
const sizeWidth = 10;
const reasonWidth = 'differs-on-server'.length + 2;

/** Logs what a run with `sync` would change, one line per file. */
export function logComparison(
  files: readonly FileResult[],
  otherFiles: readonly OtherFile[],
  log: Log,
): void {
  const uploads = files.filter(({ status }) => status === 'pending');
  const others = otherFiles.filter(({ reason }) => reason === 'to-be-deleted');
  const lines = [
    ...uploads.map((file) => (file.reason ?? '').padEnd(reasonWidth) + planLine(file)),
    ...others.map(({ remotePath }) => 'deleted'.padEnd(reasonWidth) + sanitize(remotePath)),
  ];
  if (lines.length === 0) return;
  log.group('Dry run: files that would be uploaded or deleted');
  logList(lines, log);
}

/** Logs what a dry run leaves out. */
export function logExcluded(excluded: readonly string[], log: Log): void {
  if (excluded.length === 0) return;
  log.group('Dry run: excluded files and directories');
  logList(
    excluded.map((name) => sanitize(name)),
    log,
  );
}

/** Logs the plan of a dry run: the size, the local path and the remote path of each file. */
export function logPlan(uploads: readonly PlannedUpload[], log: Log): void {
  log.group('Dry run: files that would be uploaded');
  logList(uploads.map(planLine), log);
}

function planLine(upload: PlannedUpload): string {
  const paths = `${sanitize(displayPath(upload))} -> ${sanitize(upload.remotePath)}`;
  const mode = upload.mode === undefined ? '' : `  chmod ${upload.mode}`;
  return `${formatBytes(upload.sizeBytes).padStart(sizeWidth)}  ${paths}${mode}`;
}

function logList(lines: readonly string[], log: Log): void {
  const budget = new ByteBudget(listBytes);
  for (const [index, line] of lines.entries()) {
    if (!budget.tryAdd(line)) {
      log.info(`${count(lines.length - index, 'more file')}: see the manifest for the full list`);
      return;
    }
    log.info(line);
  }
}
