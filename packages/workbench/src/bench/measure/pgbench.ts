import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Cluster } from '@namc/db/testing/cluster';
import { quoteLiteral } from '@namc/db/testing/quote-literal';
import type { SentStatement } from '@namc/db/testing/recorded-statements';
import { type Latencies, latenciesOf } from './latencies.ts';

const run = promisify(execFile);

/** The login and the session's settings: those that `read` gives to a transaction. */
export interface Session {
  url: string;
  settings: Record<string, string>;
}

/** The settings of a visitor's contractor search. */
export const searchSettings = {
  role: 'application_role',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
};

/** Runs a statement, with its parameters written into it, in PostgreSQL's own load generator over prepared statements. */
export async function pgbench(
  server: Cluster,
  session: Session,
  statement: SentStatement,
  clients: number,
  requests: number,
  folder: string,
): Promise<Latencies> {
  const script = join(folder, 'statement.sql');
  const log = join(folder, 'pgbench');
  await writeFile(script, `${withParameters(statement)};\n`);
  const options = Object.entries(session.settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  const began = performance.now();
  await run(
    `${server.binaries}pgbench`,
    [
      ...[
        '-n',
        '-M',
        'prepared',
        '-c',
        String(clients),
        '-j',
        '1',
        '-t',
        String(Math.ceil(requests / clients)),
      ],
      ...['-f', script, '-l', `--log-prefix=${log}`, session.url],
    ],
    { env: { ...process.env, PGOPTIONS: options } },
  );
  const seconds = (performance.now() - began) / 1000;
  const microseconds: number[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.startsWith('pgbench.'))) {
    for (const line of (await readFile(join(folder, file), 'utf8')).trim().split('\n')) {
      microseconds.push(Number(line.split(' ')[2]));
    }
    await rm(join(folder, file));
  }
  return latenciesOf(
    microseconds.map((one) => one / 1000),
    seconds,
  );
}

function withParameters({ text, parameters }: SentStatement): string {
  return text.replace(/\$(\d+)/g, (_, number: string) => literal(parameters[Number(number) - 1]));
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const text = Array.isArray(value) ? `{${value.map((one) => `"${one}"`).join(',')}}` : String(value);
  // pgbench takes a colon before a letter or digit for a variable of its own, also in a literal.
  return quoteLiteral(text).replaceAll(':', '\\x3a');
}
