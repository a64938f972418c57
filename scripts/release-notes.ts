/**
 * Prints the section of CHANGELOG.md for the version in a tag:
 *
 *     node scripts/release-notes.ts v1.2.3
 *
 * The exit code is 1, with the reason on stderr, unless the tag, package.json and CHANGELOG.md agree. The release workflow
 * runs this without installed packages, so it only imports modules of Node.
 */
import { readFileSync } from 'node:fs';

/** The text below each second-level heading of a changelog that starts with this word. */
function sections(changelog: string, word: string): string[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .filter((section) => section.split(/[ \n]/, 1)[0] === word)
    .map((section) => section.slice(section.indexOf('\n')).trim());
}

/** @throws Error If the tag, the package and the changelog disagree, or the changelog lists no changes. */
function notes(tag: string, changelog: string, packageVersion: string): string {
  const version = /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1];
  if (version === undefined) throw new Error(`"${tag}" is not a release tag such as v1.2.3.`);
  if (packageVersion !== version) {
    throw new Error(`package.json has version ${packageVersion}, but the tag is ${tag}.`);
  }
  const [text, ...others] = sections(changelog, version);
  if (text === undefined || others.length > 0) {
    throw new Error(`CHANGELOG.md must have exactly one heading "## ${version} - <date>".`);
  }
  if (!/^- /m.test(text)) throw new Error(`CHANGELOG.md lists no changes for ${version}.`);
  if (sections(changelog, 'Unreleased').some((left) => left !== '')) {
    throw new Error(`CHANGELOG.md still has lines under "Unreleased". Move them to ${version}.`);
  }
  return text;
}

try {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  console.log(notes(process.argv[2] ?? '', readFileSync('CHANGELOG.md', 'utf8'), version));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
