/** What a function returned, and what it wrote to standard output, where the runner reads commands. */
export interface Captured<T> {
  readonly value: T;
  readonly stdout: string;
}

/**
 * Runs a function in the environment of a step, and keeps its output from the real standard output, where a runner would
 * execute the commands in it.
 *
 * @param env - `INPUT_` variables and others that the function reads; it sees no other variables of a runner.
 */
export function captured<T>(env: Readonly<Record<string, string>>, work: () => T): Captured<T> {
  const before = process.env;
  const others = Object.entries(before).filter(([name]) => !/^(INPUT|GITHUB|RUNNER)_/.test(name));
  process.env = { ...Object.fromEntries(others), ...env };
  const write = process.stdout.write.bind(process.stdout);
  let stdout = '';
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    stdout += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  try {
    const value = work();
    return { value, stdout: stdout.replaceAll('\r\n', '\n') };
  } finally {
    process.stdout.write = write;
    process.env = before;
  }
}
