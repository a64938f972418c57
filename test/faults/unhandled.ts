const running = new Set<unknown[]>();

function record(error: unknown): void {
  for (const errors of running) errors.push(error);
}

/**
 * Runs a function and collects unhandled rejections and exceptions until it ends. An unhandled error can't be assigned
 * to a case, so every case that runs at that time fails; run separately, only the faulty one fails again.
 */
export async function collectUnhandled<T>(
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
