/**
 * Prints what CHANGELOG.md says of the version that a tag names, for the release of that tag:
 *
 *     node scripts/release-notes.ts v1.2.3
 *
 * The exit code is 1, with the reason on stderr, unless the tag, package.json and CHANGELOG.md agree. Run by
 * .github/workflows/release.yml, which has no packages installed: nothing is imported here but what Node has.
 */
import { readFileSync } from 'node:fs';
import { argv, exit } from 'node:process';

/** Why there can be no release of this tag now. */
class NotReady extends Error {}

/** What a changelog says under the second-level headings that begin with a word, each without its heading. */
function sections(changelog: string, word: string): string[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .filter((section) => section.split(/[ \n]/, 1)[0] === word)
    .map((section) => section.slice(section.indexOf('\n')).trim());
}

/** @throws {@link NotReady} when a version is not the one to be released, or nothing is said of it. */
function notes(tag: string, changelog: string, packageVersion: string): string {
  const version = /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1];
  if (version === undefined) throw new NotReady(`"${tag}" is not a tag of the form v1.2.3.`);
  if (packageVersion !== version) {
    throw new NotReady(`package.json has version ${packageVersion}, the tag is ${tag}.`);
  }
  const [text, ...others] = sections(changelog, version);
  if (text === undefined || others.length > 0) {
    throw new NotReady(`CHANGELOG.md must have one heading "## ${version} - <date>".`);
  }
  if (!/^- /m.test(text)) throw new NotReady(`CHANGELOG.md says nothing of ${version}.`);
  if (sections(changelog, 'Unreleased').some((left) => left !== '')) {
    throw new NotReady(`CHANGELOG.md has lines under "Unreleased": they belong to ${version}.`);
  }
  return text;
}

try {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  console.log(notes(argv[2] ?? '', readFileSync('CHANGELOG.md', 'utf8'), version));
} catch (error) {
  if (!(error instanceof NotReady)) throw error;
  console.error(error.message);
  exit(1);
}
