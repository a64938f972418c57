/** The page that explains errors. */
const errorsPage = 'docs/troubleshooting.md';
const publishedRepository = 'org/open-ftps-action';

/** A section of the page that explains errors. */
export type ErrorSection =
  | 'connection-problems'
  | 'certificate-and-login-problems'
  | 'upload-problems'
  | 'problems-with-incremental-deployments'
  | 'error-codes';

/**
 * The address of the page that explains errors, in the repository and at the version that the workflow uses.
 *
 * @param section - Undefined for the page as a whole.
 */
export function errorsLink(section: ErrorSection | undefined): string {
  const anchor = section === undefined ? '' : `#${section}`;
  return `https://github.com/${source()}/${errorsPage}${anchor}`;
}

/** A runner names no repository for an action that is a directory of the workspace. */
function source(): string {
  const repository = process.env['GITHUB_ACTION_REPOSITORY'] ?? '';
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) return `${publishedRepository}/blob/HEAD`;
  const ref = process.env['GITHUB_ACTION_REF'] ?? '';
  const path = ref.split('/').map(encodeURIComponent).join('/');
  return `${repository}/blob/${path === '' ? 'HEAD' : path}`;
}
