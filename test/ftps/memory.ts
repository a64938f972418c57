import v8 from 'node:v8';
import vm from 'node:vm';

/** Frees unreachable memory, so that the memory in use can be measured. */
export function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  collect();
  collect();
}
