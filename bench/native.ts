import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SOURCES = join(import.meta.dirname, 'native');

/** Our own programs in C, compiled: their paths. */
export interface Programs {
  /** Runs a command and reports time, memory and packets. */
  readonly stopwatch: string;
  /** Joins two network namespaces with a delay. */
  readonly wan: string;
}

/** Compiles the programs into a directory. */
export async function buildPrograms(directory: string): Promise<Programs> {
  const [stopwatch, wan] = await Promise.all([
    compile('stopwatch', directory),
    compile('wan', directory),
  ]);
  return { stopwatch, wan };
}

async function compile(name: string, directory: string): Promise<string> {
  const program = join(directory, name);
  const source = join(SOURCES, `${name}.c`);
  try {
    await promisify(execFile)('cc', ['-O2', '-Wall', '-pthread', '-o', program, source]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error('The benchmark needs a C compiler, as cc: apt-get install gcc libc6-dev');
    }
    throw error;
  }
  return program;
}
