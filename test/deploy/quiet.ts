/**
 * Import this file where patterns are resolved in the test's own process: `@actions/glob` writes to the runner's debug
 * log, which is standard output, and none of that belongs into the report of the tests.
 */
const write = process.stdout.write.bind(process.stdout) as (...args: unknown[]) => boolean;

process.stdout.write = (...args: unknown[]): boolean => {
  const [chunk] = args;
  if (typeof chunk === 'string' && chunk.startsWith('::debug::')) return true;
  return write(...args);
};
