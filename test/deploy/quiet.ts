/**
 * Import this file in tests that resolve patterns in their own process. `@actions/glob` writes debug messages to standard
 * output, which would end up in the test report.
 */
const write = process.stdout.write.bind(process.stdout) as (...args: unknown[]) => boolean;

process.stdout.write = (...args: unknown[]): boolean => {
  const [chunk] = args;
  if (typeof chunk === 'string' && chunk.startsWith('::debug::')) return true;
  return write(...args);
};
