import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Modules that a folder must not import: the arrows of ARCHITECTURE.md point downwards only. */
const forbid = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map((group) => ({ regex: group })) }],
});

export default defineConfig(
  {
    ignores: [
      'dist/',
      'lib/',
      'reports/',
      '.servers/',
      'bench/.clients/',
      '**/node_modules/',
      'eslint.config.js',
    ],
  },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // `using` declarations are used by being disposed of.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreUsingDeclarations: true }],
      'no-console': 'error',
      'max-lines': ['error', { max: 250, skipComments: true, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
    },
  },
  { files: ['src/ftps/**'], rules: forbid('^@', '/(deploy|action)/', '/main\\.ts') },
  {
    files: ['src/deploy/**'],
    rules: forbid('^@', '/action/', '/main\\.ts', '/ftps/(?!index\\.ts)'),
  },
  {
    files: ['src/deploy/plan/pattern-search.ts'],
    rules: forbid('^@(?!actions/glob$)', '/action/', '/main\\.ts', '/ftps/(?!index\\.ts)'),
  },
  {
    files: ['src/action/**'],
    rules: forbid('^@(?!actions/core$)', '/main\\.ts', '/ftps/(?!index\\.ts)'),
  },
  {
    files: ['test/**', 'scripts/**', 'bench/**'],
    rules: {
      'no-console': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] },
          ],
        },
      ],
    },
  },
  // Plain JavaScript, which has no types.
  { files: ['bench/**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
