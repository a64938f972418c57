// cspell:ignore kdbx pypirc netrc pgpass dockercfg tfstate tfvars
import path from 'node:path';

import { sanitize } from '../../sanitize.ts';

/** Files that usually hold secrets, by their lower-case name. None of them is opened. */
const secretNames: readonly RegExp[] = [
  // Environment files, but not their templates.
  /^\.env(\.(?!example$|sample$|template$|dist$|defaults?$).+)?$/,
  /^[^.].*\.env$/,
  // Private keys and key stores.
  /\.(pem|key|p12|pfx|pkcs12|jks|keystore|ppk|kdbx)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/,
  // Credentials of tools.
  /^\.(npmrc|pypirc|netrc|pgpass|git-credentials|dockercfg|my\.cnf|s3cfg)$/,
  /^_netrc$/,
  /^(credentials|client_secret.*|service[-_]?account.*)\.json$/,
  /^secrets?\.(ya?ml|json|toml)$/,
  /\.(tfstate|tfvars)(\.backup)?$/,
  // Database dumps.
  /\.(sql|dump)(\.(gz|bz2|xz|zst|zip))?$/,
];

/** Directories whose files usually hold secrets. */
const secretDirectories: ReadonlySet<string> = new Set([
  ...['.git', '.aws', '.ssh', '.gnupg', '.kube', '.docker', '.azure', '.gcloud'],
]);

const maxNamed = 10;

/**
 * A warning about files that usually hold secrets and that no pattern names.
 *
 * @param files - Absolute paths.
 * @param patterns - The lines of `files`.
 * @returns undefined if there are none.
 */
export function secretsWarning(
  files: readonly string[],
  patterns: readonly string[],
): string | undefined {
  const including = patterns
    .map((pattern) => pattern.trim())
    .filter((pattern) => !/^[!#]/.test(pattern));
  const directories = new Map<string, string | undefined>();
  const secret = files.filter((file) => {
    const name = secretPart(file, directories);
    return name !== undefined && !including.some((pattern) => isNamedBy(pattern, file, name));
  });
  if (secret.length === 0) return undefined;
  const named = secret
    .slice(0, maxNamed)
    .map((file) => sanitize(path.relative(process.cwd(), file).split(path.sep).join('/')));
  const more = secret.length > maxNamed ? `, and ${secret.length - maxNamed} more` : '';
  return `Files that usually contain secrets are part of the deployment: ${named.join(', ')}${more}. If visitors must not read them, leave them out with "exclude". To deploy them without this warning, name each of them in "files".`;
}

/**
 * The part of a path that suggests a secret: the name of the file or of a parent directory.
 *
 * @param directories - What was found in the paths of directories, which many files have in common.
 */
function secretPart(
  file: string,
  directories: Map<string, string | undefined>,
): string | undefined {
  const name = path.basename(file);
  if (secretNames.some((one) => one.test(name.toLowerCase()))) return name;
  const directory = path.dirname(file);
  if (!directories.has(directory)) {
    const segments = path.relative(process.cwd(), directory).split(path.sep);
    const secret = segments.find((segment) => secretDirectories.has(segment.toLowerCase()));
    directories.set(directory, secret);
  }
  return directories.get(directory);
}

/** Whether a pattern is the path of a file, or contains the name that suggests a secret without a wildcard. */
function isNamedBy(pattern: string, file: string, name: string): boolean {
  const segments = pattern.split(/[/\\]/).map((segment) => segment.replaceAll('[[]', '['));
  if (!segments.includes(name)) return false;
  const hasWildcard = /[*?]|\[(?!\[\])/.test(pattern.replaceAll('[[]', ''));
  if (hasWildcard) return true;
  const named = path.resolve(segments.join(path.sep));
  return file === named || file.startsWith(named + path.sep);
}
