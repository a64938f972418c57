import type { InputReader } from './input-reader.ts';

/** An input of FTP-Deploy-Action that doesn't exist here. */
interface ForeignInput {
  readonly name: string;
  /** The input of `action.yml` that takes its place, so that problems are in its order; undefined if there is none. */
  readonly counterpart: string | undefined;
  /** What to write instead, as sentences. */
  readonly advice: string;
}

const foreignInputs: readonly ForeignInput[] = [
  {
    name: 'protocol',
    counterpart: 'tls-mode',
    advice:
      'Use tls-mode: "explicit" for "ftps", "implicit" for "ftps-legacy", or "none" for "ftp", which is unencrypted.',
  },
  {
    name: 'local-dir',
    counterpart: 'files',
    advice: 'Use files with the directory, such as "files: dist". "files: ." is everything.',
  },
  {
    name: 'server-dir',
    counterpart: 'remote-dir',
    advice: 'Use remote-dir.',
  },
  {
    name: 'dangerous-clean-slate',
    counterpart: 'delete-removed',
    advice:
      'Remove it: this action only deletes files that it has uploaded, with "sync: changed" and "delete-removed: true".',
  },
  {
    name: 'state-name',
    counterpart: 'state-file',
    advice: 'Use state-file, with "sync: changed".',
  },
  {
    name: 'security',
    counterpart: 'tls-verify',
    advice:
      'Remove it: certificates are verified by default, as with "strict". Instead of "loose", set tls-pin, or "tls-verify: false", which accepts any certificate.',
  },
  {
    name: 'log-level',
    counterpart: undefined,
    advice:
      'Remove it. For details, re-run the job with debug logging, or read the file of the output transcript.',
  },
];

/** Reports inputs of FTP-Deploy-Action that don't exist here: without them, files could go to the wrong place. */
export function reportForeignInputs(reader: InputReader): void {
  for (const { name, counterpart, advice } of foreignInputs) {
    if (!reader.isGiven(name)) continue;
    const problem = `${name} is an input of FTP-Deploy-Action and doesn't exist here. ${advice}`;
    reader.problem(counterpart ?? name, problem);
  }
}
