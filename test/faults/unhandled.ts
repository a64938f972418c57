const running = new Set<unknown[]>();

function record(error: unknown): void {
  for (const errors of running) errors.push(error);
}

/**
 * Runs something and collects the rejections and exceptions that nobody handled meanwhile. Those of cases that run at
 * the same time are among them: each of these cases then fails, and run alone the guilty one does so again.
 */
export async function unhandledDuring<T>(
  run: () => Promise<T>,
): Promise<{ readonly value: T; readonly unhandled: readonly unknown[] }> {
  const unhandled: unknown[] = [];
  if (running.size === 0) {
    process.on('unhandledRejection', record).on('uncaughtException', record);
  }
  running.add(unhandled);
  try {
    return { value: await run(), unhandled };
  } finally {
    running.delete(unhandled);
    if (running.size === 0) {
      process.off('unhandledRejection', record).off('uncaughtException', record);
    }
  }
}
