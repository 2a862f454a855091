/** Lints `drizzle/`: squawk finds statements that hurt a busy database, and the portal's own rules find the rest. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findJournalProblems, findMigrationProblems } from './migrations/rules.ts';
import { runNode } from './run-program.ts';
import { top } from './top.ts';

const workbench = join(top, 'packages/workbench');

/** The problems of the migrations in `directory`, one line each: file, line, what to do. */
export async function lintMigrations(directory: string): Promise<string[]> {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const problems: string[] = [];
  const wrapped: string[] = [];
  const bare: string[] = [];
  for (const file of files) {
    const sql = readFileSync(join(directory, file), 'utf8');
    for (const { line, problem } of findMigrationProblems(sql)) problems.push(`${file}:${line} ${problem}`);
    (sql.startsWith('-- portal: tx') ? wrapped : bare).push(join(directory, file));
  }
  const journal = JSON.parse(readFileSync(join(directory, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[];
  };
  problems.push(
    ...findJournalProblems(
      journal.entries.map(({ tag }) => tag),
      files,
    ),
    ...(await squawk(wrapped, [])),
    ...(await squawk(bare, ['--no-assume-in-transaction'])),
  );
  return problems;
}

interface SquawkReport {
  file: string;
  line: number;
  rule_name: string;
  message: string;
  help: string | null;
}

async function squawk(files: string[], args: string[]): Promise<string[]> {
  if (files.length === 0) return [];
  const { code, output } = await runNode([
    join(workbench, 'node_modules/squawk-cli/js/bin/squawk'),
    '--config',
    join(workbench, '.squawk.toml'),
    '--reporter',
    'json',
    ...args,
    ...files,
  ]);
  let reports: SquawkReport[];
  try {
    reports = JSON.parse(output) as SquawkReport[];
  } catch {
    return [`squawk failed: ${output.trim() || `exit code ${code}`}`];
  }
  if (code !== 0 && reports.length === 0) return [`squawk failed with exit code ${code}`];
  return reports.map(
    ({ file, line, rule_name, message, help }) =>
      `${relative(join(files[0]!, '..'), file)}:${line + 1} ${message}${help ? ` ${help}` : ''} (${rule_name})`,
  );
}

if (import.meta.main) {
  const problems = await lintMigrations(join(top, 'drizzle'));
  for (const problem of problems) console.log(`drizzle/${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
