import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folderOf = (top: string) => join(top, 'packages/workbench/src/bench');

/** The benchmarks in the repository at `top`, in the order of their names. */
export function listBenchmarks(top: string): string[] {
  const folder = folderOf(top);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

/** The comment at the top of a benchmark, which is its help. */
export function aboutBenchmark(top: string, name: string): string {
  const source = readFileSync(join(folderOf(top), `${name}.ts`), 'utf8');
  const [, comment = ''] = /^\/\*\*(.*?)\*\//s.exec(source) ?? [];
  return comment.replaceAll(/^ \* ?/gm, '').trim();
}
