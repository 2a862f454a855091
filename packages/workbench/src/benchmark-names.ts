import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The benchmarks in the repository at `top`, in the order of their names. */
export function listBenchmarks(top: string): string[] {
  const folder = join(top, 'packages/workbench/src/bench');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}
