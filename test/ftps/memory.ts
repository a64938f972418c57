import v8 from 'node:v8';
import vm from 'node:vm';

/** Frees what nothing refers to any more, so that what is still held can be measured. */
export function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  collect();
  collect();
}
