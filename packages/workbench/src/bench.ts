/** `npm run bench NAME`: runs one of the benchmarks in `bench/`. Without a name it lists them. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aboutBenchmark, listBenchmarks } from './benchmark-names.ts';
import { asksForHelp, problemOf, readCommandLine, refuse } from './command-line.ts';
import { watchForStop } from './stop-request.ts';
import { top } from './top.ts';

const names = listBenchmarks(top);
const usage = `npm run bench NAME              runs a benchmark: ${names.join(', ')}
npm run bench NAME -- --help    tells what it measures, and its options`;
const [name, ...options] = process.argv.slice(2);
if (name === undefined || name.startsWith('-')) {
  readCommandLine(usage, {});
  console.log(usage);
} else if (!names.includes(name)) {
  refuse(`There is no benchmark "${name}".`, usage);
} else {
  const file = join(import.meta.dirname, 'bench', `${name}.ts`);
  const about = aboutBenchmark(top, name);
  if (asksForHelp(options)) {
    console.log(about);
  } else {
    // The servers of a benchmark end with this process.
    watchForStop().addEventListener('abort', () => process.exit(130));
    process.argv.splice(1, 2, file);
    await import(pathToFileURL(file).href).catch((error: unknown) => refuse(problemOf(error), about));
  }
}
