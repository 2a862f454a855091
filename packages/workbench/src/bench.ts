/** `npm run bench NAME`: runs one of the benchmarks in `bench/`. Without a name it lists them. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listBenchmarks } from './benchmark-names.ts';
import { watchForStop } from './stop-request.ts';
import { top } from './top.ts';

const folder = join(import.meta.dirname, 'bench');
const names = listBenchmarks(top);
const [name] = process.argv.slice(2);
if (name === undefined) {
  console.log(`Benchmarks: ${names.join(', ')}. Run one with: npm run bench NAME`);
} else if (!names.includes(name)) {
  console.error(`There is no benchmark "${name}". There are: ${names.join(', ')}.`);
  process.exitCode = 2;
} else {
  // The servers of a benchmark end with this process.
  watchForStop().addEventListener('abort', () => process.exit(130));
  process.argv.splice(1, 2, join(folder, `${name}.ts`));
  await import(pathToFileURL(join(folder, `${name}.ts`)).href);
}
