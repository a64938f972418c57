import { createNamespace, runIn } from './namespace.ts';

/** Whether the kernel has netem, by trying it. */
export async function hasNetem(): Promise<boolean> {
  await using namespace = await createNamespace();
  const attempt = ['tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms'];
  try {
    await runIn(namespace, attempt);
    return true;
  } catch {
    return false;
  }
}
