import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What is needed of the description of a package. */
interface Package {
  readonly name: string;
  readonly license: string;
}

/**
 * The licences of the packages that modules of a bundle come from: name, licence and its text, in the order of the
 * names.
 *
 * @throws When a package has no licence text: it must not be passed on without.
 */
export async function licenses(root: string, modules: readonly string[]): Promise<string> {
  const folders = new Set(modules.flatMap((module) => packageFolder(resolve(root, module)) ?? []));
  const texts = await Promise.all([...folders].map(licenseOf));
  return `${[...new Set(texts)].sort().join('\n\n')}\n`;
}

/** The folder of the package that a module belongs to; undefined for a module of the project itself. */
function packageFolder(module: string): string | undefined {
  return /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(module)?.[0];
}

async function licenseOf(folder: string): Promise<string> {
  const { name, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as Package;
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  if (file === undefined) throw new Error(`There is no licence text in ${folder}`);
  const text = await readFile(join(folder, file), 'utf8');
  // A licence text keeps whatever line ends its package came with.
  return `${name}\n${license}\n${text.replaceAll('\r\n', '\n').trim()}`;
}
