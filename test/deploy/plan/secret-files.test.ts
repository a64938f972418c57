// cspell:ignore kdbx pypirc netrc pgpass dockercfg tfstate tfvars
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { secretsWarning } from '../../../src/deploy/plan/secret-files.ts';

function warned(names: readonly string[], patterns: readonly string[] = ['**']): string[] {
  const files = names.map((name) => path.resolve(name));
  const warning = secretsWarning(files, patterns);
  const listed = warning === undefined ? undefined : /deployment: (.*?)\. If/.exec(warning)?.[1];
  return listed?.split(', ') ?? [];
}

const secret = [
  ...['.env', 'a/.env.production', 'prod.env', '.ENV', 'tls/server.pem', 'server.key', 'a.pfx'],
  ...['id_rsa', 'x/id_ed25519', '.npmrc', '.git-credentials', '.netrc', 'dump.sql', 'db.sql.gz'],
  ...['.aws/credentials', 'home/.ssh/config', '.git/config', 'secrets.yml', 'terraform.tfstate'],
];
for (const name of secret) {
  test(`secretsWarning warns about ${name}`, () => {
    assert.deepEqual(warned([name, 'index.html']), [name]);
  });
}

test('secretsWarning does not warn about files with similar names', () => {
  const names = ['.env.example', 'env.js', 'key.html', 'id_rsa.pub', 'sql/index.html', 'keys/a.js'];
  assert.deepEqual(warned([...names, 'monkey', '.github/x.yml', 'sqlite.js', 'git/config']), []);
});

const named: readonly (readonly [string, string])[] = [
  ['config/.env', 'config/.env'],
  ['config/.env', './config/.env'],
  ['config/.env', '**/.env'],
  ['.aws/config', '.aws/**'],
  ['.git/config', '.git'],
];
for (const [name, pattern] of named) {
  test(`secretsWarning does not warn about ${name} when "files" names it: ${pattern}`, () => {
    assert.deepEqual(warned([name], ['**', pattern]), []);
  });
}

test('secretsWarning warns about a file when "files" names another one, or excludes one', () => {
  assert.deepEqual(warned(['a/.env', 'b/.env'], ['a/.env', 'b']), ['b/.env']);
  assert.deepEqual(warned(['a/.env'], ['**', '!b/.env', '# a/.env']), ['a/.env']);
  assert.deepEqual(warned(['a.pem'], ['*.pem']), ['a.pem']);
});

test('secretsWarning names ten files and counts the others', () => {
  const names = Array.from({ length: 12 }, (_, n) => `${n}.key`);
  assert.deepEqual(warned(names).slice(9), ['9.key', 'and 2 more']);
});
