import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arePagesCurrent, buildPages } from './pages.ts';
import { type ProgramResult, runNode, runProgram } from './run-program.ts';
import type { TestFiles } from './test-files.ts';
import { countPlaywright, countVitest, type Tally } from './test-reports.ts';
import { top } from './top.ts';

export interface CheckResult extends Tally {
  /** The text about a failed check for a person. */
  output: string;
}

export interface Check {
  name: string;
  run(signal: AbortSignal): Promise<CheckResult>;
}

const script = (name: string) => join(top, 'packages/workbench/src', name);
const projects = ['packages/inputs', 'packages/db', 'apps/api', 'packages/workbench', 'apps/web'];

/** One program that passes or fails as a whole. */
function single(name: string, run: (signal: AbortSignal) => Promise<ProgramResult>): Check {
  return {
    name,
    run: async (signal) => {
      const { code, output } = await run(signal);
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
    },
  };
}

/** A test runner that writes a report in JSON to the path that `run` is given. */
function counted(
  name: string,
  count: (report: string | undefined, code: number) => Tally & { problems: string[] },
  run: (report: string, signal: AbortSignal) => Promise<ProgramResult>,
): Check {
  return {
    name,
    run: async (signal) => {
      const folder = mkdtempSync(join(tmpdir(), 'portal-report-'));
      try {
        const file = join(folder, 'report.json');
        const { code, output } = await run(file, signal);
        const { passed, failed, problems } = count(readIfThere(file), code);
        return { passed, failed, output: [output, ...problems].join('\n') };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Without `files`, every test of the project. */
function vitest(name: string, project: string, files: string[] = []): Check {
  return counted(name, countVitest, (report, signal) =>
    runNode(
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config=packages/workbench/vitest.config.ts',
        `--project=${project}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...files,
      ],
      { signal, env: { CI: '1', NO_COLOR: '1' } },
    ),
  );
}

/** Without `files`, every spec. With `isOnce`, each at one size of window instead of two. */
function playwright({ files = [], isOnce = false }: { files?: string[]; isOnce?: boolean } = {}): Check {
  return counted('End-to-end tests in the browser', countPlaywright, (report, signal) =>
    runNode(
      [
        'node_modules/@playwright/test/cli.js',
        'test',
        '--reporter=list,json',
        // Playwright takes patterns, not paths.
        ...files.map(
          (file) => `${file.replace(/^apps\/web\//, '').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`,
        ),
      ],
      {
        cwd: join(top, 'apps/web'),
        signal,
        env: {
          CI: '1',
          NO_COLOR: '1',
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
          PLAYWRIGHT_JSON_OUTPUT_FILE: report,
          ...(isOnce ? { SPECS_RUN: 'once' } : {}),
        },
      },
    ),
  );
}

const integration = 'Unit and integration tests on PostgreSQL';
const embedded = 'Tests on the embedded database';
const full = 'Long tests, and tests with servers that no package manager installs';
const pages = single('Build of the pages, within their size budget', (signal) => buildPages(signal));

export const quickChecks: Check[] = [
  single('Format and lint', (signal) =>
    runProgram('node_modules/.bin/biome', ['ci', '--error-on-warnings', '--colors=off'], { signal }),
  ),
  single('Types', async (signal) => {
    // The web app's types need the route tree, which is generated from file names and not committed.
    const routes = await runNode(['apps/web/build/generate-routes.ts'], { signal });
    if (routes.code !== 0) return routes;
    return runProgram('node_modules/.bin/tsc', ['-b', '--pretty', 'false', ...projects], { signal });
  }),
  single('Structure', (signal) => runNode([script('check-structure.ts')], { signal })),
  single('Migrations', (signal) => runNode([script('lint-migrations.ts')], { signal })),
  vitest(integration, 'integration'),
];

export const slowChecks: Check[] = [vitest(embedded, 'embedded'), pages, playwright({ isOnce: true })];

/** The checks that `npm run verify -- --full` runs after the quick ones. */
export const fullChecks: Check[] = [vitest(embedded, 'embedded'), pages, playwright(), vitest(full, 'full')];

/** The checks that run these test files only. The pages are built if a spec needs them and their sources have changed. */
export function checksOfFiles(files: TestFiles): Check[] {
  const checks: Check[] = [];
  if (files.integration.length > 0) checks.push(vitest(integration, 'integration', files.integration));
  if (files.embedded.length > 0) checks.push(vitest(embedded, 'embedded', files.embedded));
  if (files.full.length > 0) checks.push(vitest(full, 'full', files.full));
  if (files.browser.length > 0) {
    if (!arePagesCurrent()) checks.push(pages);
    checks.push(playwright({ files: files.browser }));
  }
  return checks;
}
