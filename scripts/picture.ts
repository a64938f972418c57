/**
 * Writes the pictures of a job summary in `docs/images`, from a run of the action against the server of the tests. Uses
 * Chromium and pngquant, and GitHub's styles:
 *
 *     npm run picture
 *     npm run picture -- --browser <path>     with another Chromium or Chrome
 */
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { networkEnvironment } from '../test/recipes/network.ts';
import { account, authority, embeddedServer } from '../test/recipes/recipe.ts';
import { runAction } from '../test/support/action.ts';
import type { Workspace } from '../test/support/workspace.ts';
import { createWorkspace } from '../test/support/workspace.ts';

const run = promisify(execFile);
const { resolve } = createRequire(import.meta.url);
const browser = { type: 'string', default: 'chromium' } as const;
const { values } = parseArgs({ options: { browser } });
const host = 'ftp.example.com';

/** Deploys a site, changes it, and deploys it again. Returns the job summary. */
async function deployTwice(): Promise<string> {
  const posts = Array.from({ length: 212 }, (_, post) => [`site/blog/${post}.html`, 9_000]);
  const others = {
    'site/index.html': 8_300,
    'site/css/main.css': 12_400,
    'site/old-logo.png': 31_000,
  };
  const files = { ...(Object.fromEntries(posts) as Record<string, number>), ...others };
  await using workspace = await createWorkspace({ ...files, 'ca.pem': authority.cert });
  await using root = await createWorkspace();
  await using server = await embeddedServer(host, root, { mode: 'explicit' });
  const deploy = async () => {
    const inputs = {
      ...{ server: host, 'tls-mode': 'explicit', 'tls-ca': 'ca.pem', ...account },
      ...{ files: 'site', 'remote-dir': 'public_html' },
      ...{ sync: 'changed', 'delete-removed': 'true', publish: 'staged' },
    };
    const env = networkEnvironment({ [`${host}:21`]: server.port });
    await using action = await runAction({ workspace: workspace.path, inputs, env });
    if (action.exitCode !== 0) throw new Error(action.log);
    return action.summary;
  };
  await deploy();
  await workspace.write('site/index.html', 8_450);
  await workspace.write('site/css/main.css', 12_900);
  await workspace.write('site/blog/summer-menu.html', 9_700);
  await workspace.write('site/images/logo.svg', 2_100);
  await rm(path.join(workspace.path, 'site/old-logo.png'));
  return await deploy();
}

/** Writes a picture of a summary, as high as its contents. A summary is HTML, so there is no Markdown to render. */
async function takePicture(summary: string, scheme: 'light' | 'dark', directory: Workspace) {
  const styles = await readFile(
    resolve(`github-markdown-css/github-markdown-${scheme}.css`),
    'utf8',
  );
  const page = await directory.write(
    `${scheme}.html`,
    `<!doctype html><meta charset="utf-8"><style>${styles} body { margin: 0 } article { padding: 16px }</style>
<article class="markdown-body">${summary}</article>
<script>document.title = document.querySelector('article').offsetHeight</script>`,
  );
  const png = path.join(directory.path, `${scheme}.png`);
  const open = (height: number, action: string) =>
    run(values.browser, [
      ...['--headless', '--no-sandbox', '--hide-scrollbars', '--force-device-scale-factor=2'],
      ...[`--user-data-dir=${directory.path}`, `--window-size=900,${height}`, action, page],
    ]);
  const [, height] = /<title>(\d+)</.exec((await open(600, '--dump-dom')).stdout) ?? [];
  await open(Number(height), `--screenshot=${png}`);
  const target = path.join(import.meta.dirname, '..', 'docs', 'images', `summary-${scheme}.png`);
  await run('pngquant', ['--force', '--speed', '1', '--output', target, '256', png]);
}

// The list of files is open, as after a click.
const summary = (await deployTwice()).replace('<details>', '<details open>');
await using directory = await createWorkspace();
for (const scheme of ['light', 'dark'] as const) await takePicture(summary, scheme, directory);
