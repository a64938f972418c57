import assert from 'node:assert/strict';
import { test } from 'node:test';

import { givenInputs, inputProblems } from './given-inputs.ts';

const foreign: Readonly<Record<string, RegExp>> = {
  'server-dir': /^server-dir is an input of FTP-Deploy-Action .* Use remote-dir\.$/,
  'local-dir': /^local-dir is .* Use files with the directory, such as "files: dist"/,
  protocol: /^protocol is .* Use tls-mode: "explicit" for "ftps", /,
  security: /^security is .* tls-pin, or "tls-verify: false"/,
  'state-name': /^state-name is .* Use state-file, with "sync: changed"\.$/,
  'dangerous-clean-slate': /^dangerous-clean-slate is .* "delete-removed: true"\.$/,
  'log-level': /^log-level is .* Remove it\. .* debug logging/,
};

for (const [name, message] of Object.entries(foreign)) {
  test(`readInputs says what to use instead of ${name}`, () => {
    for (const value of ['secret-directory', '']) {
      const problems = inputProblems({ [name]: value });
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', message);
      assert.doesNotMatch(problems.join(), /secret-directory/);
    }
  });
}

test('readInputs reports inputs of FTP-Deploy-Action where their counterparts are in action.yml', () => {
  const given = {
    'log-level': 'verbose',
    'server-dir': 'a/',
    port: '0',
    timeout: '0',
    protocol: 'ftp',
  };
  assert.deepEqual(
    inputProblems(given).map((problem) => problem.split(' ', 4).join(' ')),
    [
      'Invalid value "0" for',
      'protocol is an input',
      'server-dir is an input',
      'Invalid value "0" for',
      'log-level is an input',
    ],
  );
});

test('readInputs accepts the inputs that have the same name in FTP-Deploy-Action', () => {
  const given = { port: '21', exclude: '**/.git*\n**/node_modules/**', 'dry-run': 'true' };
  assert.deepEqual(givenInputs(given).exclude, ['**/.git*', '**/node_modules/**']);
});
