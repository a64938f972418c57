/** What some work gave back, and what it wrote to standard output, where the runner reads commands. */
export interface Captured<T> {
  readonly value: T;
  readonly stdout: string;
}

/**
 * Does something in the environment of a step, and keeps what it writes from the real standard output: a runner
 * would obey the commands in it.
 *
 * @param env - `INPUT_` variables and what else the work reads; nothing else of a runner is there.
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
