/**
 * Writes the pictures of a job summary in `docs/images`, from a run of the built action against the server of the tests.
 * Uses Chromium, pngquant and GitHub's styles:
 *
 *     npm run picture
 *     npm run picture -- <path>     with another Chromium or Chrome
 */
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

import { networkEnvironment } from '../test/recipes/network.ts';
import { account, authority, embeddedServer } from '../test/recipes/recipe.ts';
import { runAction } from '../test/support/action.ts';
import { createWorkspace } from '../test/support/workspace.ts';

const browser = process.argv[2] ?? 'chromium';
const images = path.join(import.meta.dirname, '..', 'docs', 'images');
const run = promisify(execFile);
const { resolve } = createRequire(import.meta.url);

/** Deploys a site, changes it, and deploys it again. Returns the job summary. */
async function deployTwice(): Promise<string> {
  await using workspace = await createWorkspace({ 'ca.pem': authority.cert });
  await using root = await createWorkspace();
  const host = 'ftp.example.com';
  await using server = await embeddedServer(host, root, { mode: 'explicit' });
  const deploy = async (files: Readonly<Record<string, number>>) => {
    for (const [name, size] of Object.entries(files)) await workspace.write(`site/${name}`, size);
    const inputs = {
      ...{ server: host, 'tls-mode': 'explicit', 'tls-ca': 'ca.pem', ...account },
      ...{ files: 'site', 'remote-dir': 'public_html', publish: 'staged' },
      ...{ sync: 'changed', 'delete-removed': 'true' },
    };
    const env = networkEnvironment({ [`${host}:21`]: server.port });
    await using action = await runAction({ workspace: workspace.path, inputs, env });
    if (action.exitCode !== 0) throw new Error(action.log);
    return action.summary;
  };
  for (let post = 1; post <= 212; post += 1) await workspace.write(`site/blog/${post}.html`, 9_000);
  await deploy({ 'index.html': 8_300, 'css/main.css': 12_400, 'old-logo.png': 31_000 });
  await rm(path.join(workspace.path, 'site/old-logo.png'));
  const created = { 'blog/summer-menu.html': 9_700, 'images/logo.svg': 2_100 };
  return await deploy({ 'index.html': 8_450, 'css/main.css': 12_900, ...created });
}

/** Writes a picture as high as the summary, which is HTML: there is no Markdown to render. */
async function takePicture(summary: string, scheme: 'light' | 'dark'): Promise<void> {
  const css = await readFile(resolve(`github-markdown-css/github-markdown-${scheme}.css`), 'utf8');
  const html = `<!doctype html><meta charset="utf-8">
<style>${css} body { margin: 0 } article { padding: 16px }</style>
<article class="markdown-body">${summary}</article>
<script>document.title = document.querySelector('article').offsetHeight</script>`;
  await using directory = await createWorkspace({ 'index.html': html });
  const [page, png] = [path.join(directory.path, 'index.html'), path.join(directory.path, 'a.png')];
  const open = (height: number, action: string) =>
    run(browser, [
      ...['--headless', '--no-sandbox', '--hide-scrollbars', '--force-device-scale-factor=2'],
      ...[`--user-data-dir=${directory.path}`, `--window-size=900,${height}`, action, page],
    ]);
  const [, height] = /<title>(\d+)</.exec((await open(600, '--dump-dom')).stdout) ?? [];
  await open(Number(height), `--screenshot=${png}`);
  const target = path.join(images, `summary-${scheme}.png`);
  await run('pngquant', ['--force', '--speed', '1', '--output', target, '256', png]);
}

// The list of files is open, as after a click.
const summary = (await deployTwice()).replace('<details>', '<details open>');
await takePicture(summary, 'light');
await takePicture(summary, 'dark');
