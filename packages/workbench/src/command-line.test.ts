import { describe, expect, it } from 'vitest';
import { aboutBenchmark, listBenchmarks } from './benchmark-names.ts';
import { runNode } from './run-program.ts';
import { top } from './top.ts';

const run = (path: string, ...args: string[]) => runNode([`packages/${path}`, ...args]);

describe.each([
  ['npm start', 'workbench/src/start.ts'],
  ['npm test', 'workbench/src/test.ts'],
  ['npm run dev', 'workbench/src/dev.ts'],
  ['npm run verify', 'workbench/src/verify.ts'],
  ['npm run bench', 'workbench/src/bench.ts'],
  ['npm run format', 'workbench/src/format.ts'],
  ['npm run migration', 'workbench/src/migration.ts'],
  ['npm run noun', 'workbench/src/noun.ts'],
  ['portal', 'db/src/tools/cli/portal.ts'],
])('%s', (command, path) => {
  it('tells its use and does nothing else with --help, and refuses an unknown option by its name', async () => {
    const [help, wrong] = await Promise.all([run(path, '--help'), run(path, '--loud')]);
    expect(help.code).toBe(0);
    expect(help.output).toMatch(new RegExp(`^(Usage: )?${command}\\b`));
    expect(wrong.code).toBe(command === 'portal' ? 1 : 2);
    expect(wrong.output).toMatch(/^(error: u|U)nknown option '--loud'/);
    expect(wrong.output).not.toMatch(/\n +at /);
  });
});

it('a benchmark tells what it measures, and refuses an unknown option before it starts a server', async () => {
  const [help, wrong] = await Promise.all([
    run('workbench/src/bench.ts', 'mail', '--help'),
    run('workbench/src/bench.ts', 'mail', '--loud'),
  ]);
  expect(help).toEqual({ code: 0, output: `${aboutBenchmark(top, 'mail')}\n` });
  expect(wrong).toEqual({ code: 2, output: `Unknown option '--loud'.\n${aboutBenchmark(top, 'mail')}\n` });
  for (const name of listBenchmarks(top)) {
    expect(aboutBenchmark(top, name)).toMatch(new RegExp(`^\`npm run bench ${name}\\b.+`));
  }
});
