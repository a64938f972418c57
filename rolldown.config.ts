import { defineConfig } from 'rolldown';
import { licensePlugin, type LicenseInfo } from 'rolldown-license-plugin';

// @actions/core imports these for features that the action doesn't use. Loading them has no side effects.
const unused = /[\\/]node_modules[\\/](?:undici|tunnel|@actions[\\/](?:http-client|exec|io))[\\/]/;

const format = ({ name, license, licenseText }: LicenseInfo) =>
  `${name}\n${license}\n${licenseText.replaceAll('\r\n', '\n').trim()}\n`;

export default defineConfig({
  input: 'src/index.ts',
  platform: 'node',
  transform: { target: 'node24' },
  treeshake: { moduleSideEffects: [{ test: unused, sideEffects: false }] },
  output: { dir: '.', entryFileNames: 'lib/index.js', codeSplitting: false },
  plugins: [
    licensePlugin({
      allow: ({ licenseText }) => licenseText !== '',
      failOnViolation: true,
      done(packages, context) {
        const source = packages.map(format).join('\n');
        context.emitFile({ type: 'asset', fileName: 'dist/licenses.txt', source });
      },
    }),
  ],
});
