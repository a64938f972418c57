import assert from 'node:assert/strict';
import { chmod, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { unpackPackages } from '../../scripts/install-test-servers.ts';
import { createWorkspace } from '../support/workspace.ts';

const skip = process.platform === 'linux' ? false : 'Debian packages need Linux';
const sets = [
  { name: 'one', packages: ['one'] },
  { name: 'two', packages: ['two'] },
];

/** Stands in for apt-get: an installation needs the package itself, a library, the C library and a shell. */
const aptGet = `#!/bin/sh
for last; do :; done
case " $* " in
  *' --simulate '*) for name in $last libz1 libc6 dash; do echo "Inst $name (1.0 Debian [amd64])"; done ;;
  *' download '*)
    while [ "$1" != download ]; do shift; done
    shift
    for name; do echo x >"\${name%=*}.deb"; done ;;
esac
`;

/** Stands in for dpkg: \`dpkg -x FILE DIRECTORY\`. */
const dpkg = '#!/bin/sh\ncp "$2" "$3/${2##*/}.unpacked"\n';

test('unpackPackages unpacks each set when two runs need it', { skip }, async (t) => {
  await using workspace = await createWorkspace({ 'bin/apt-get': aptGet, 'bin/dpkg': dpkg });
  const inWorkspace = (name: string) => path.join(workspace.path, name);
  for (const program of ['apt-get', 'dpkg']) await chmod(inWorkspace(`bin/${program}`), 0o755);
  process.env['PATH'] = `${inWorkspace('bin')}:${process.env['PATH'] ?? ''}`;
  const print = t.mock.method(console, 'log', () => undefined);

  const parent = inWorkspace('unpacked');
  const problems = await Promise.all([unpackPackages(sets, parent), unpackPackages(sets, parent)]);
  assert.deepEqual(problems, [undefined, undefined]);
  assert.deepEqual((await readdir(parent)).sort(), ['one', 'two']);
  assert.deepEqual((await readdir(path.join(parent, 'two'))).sort(), [
    'libz1.deb.unpacked',
    'two.deb.unpacked',
    'unpacked.json',
  ]);
  const printed = print.mock.calls.map(({ arguments: args }) => String(args));
  assert.equal(printed[0], `Unpacking one, two into ${parent} ...`);
  assert.ok(printed.includes('  one: one'));
});
