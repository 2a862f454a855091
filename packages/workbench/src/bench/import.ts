/**
 * `npm run bench import -- --rows 245000`: the first load of a master file, compared in the same run with its floor: a bare
 * COPY into an all-text table and a bare INSERT … SELECT into a table with every index. Then the peak of memory, the same
 * file again, and a file of which 1 % has changed.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs, promisify } from 'node:util';
import { columnNames, dateColumns } from '@namc/db/contractors/import/master-file';
import { generateContractors } from '@namc/db/seed/contractors/generate-contractors';
import { type Cluster, startCluster } from '@namc/db/testing/cluster';
import { type Client, connect } from '@namc/db/testing/direct-client';
import { buildTemplate, cloneDatabase, dropDatabase } from '@namc/db/testing/template';

const run = promisify(execFile);
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { rows: { type: 'string', default: '245000' }, rounds: { type: 'string', default: '3' } },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);
const asOf = '2026-11-01';

const cluster = await startCluster({
  fsync: 'on',
  full_page_writes: 'on',
  shared_buffers: '1GB',
  max_wal_size: '8GB',
});
const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
try {
  await measure(cluster);
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure(server: Cluster): Promise<void> {
  const template = await buildTemplate(server);
  const file = await generate('first.csv', { rows });
  const next = await generate('next.csv', { rows, edition: 2 });
  const twice = await generate('twice.csv', { rows: rows * 2, seed: 2 });
  const { size } = await stat(file);
  console.log(
    `${rows.toLocaleString('en-US')} rows, ${(size / 2 ** 20).toFixed(0)} MiB, ${rounds} rounds, median of each\n`,
  );

  const floors: number[] = [];
  const copies: number[] = [];
  const loads: Imported[] = [];
  const repeats: Imported[] = [];
  const changes: (Imported & { walMiB: number })[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // The two take turns, so that a slow minute of the machine affects both.
    const floor = await inDatabase(server, template, `floor_${round}`, (sql) => bareLoad(sql, file));
    copies.push(floor.copy);
    floors.push(floor.copy + floor.merge);
    await inDatabase(server, template, `load_${round}`, async (sql, url) => {
      loads.push(await importIn(url, file));
      repeats.push(await importIn(url, file));
      const [before] = await sql`select pg_current_wal_lsn()::text as lsn`;
      const change = await importIn(url, next);
      const [wal] = await sql<{ bytes: number }[]>`
        select pg_wal_lsn_diff(pg_current_wal_lsn(), ${before?.lsn}::pg_lsn)::bigint as bytes`;
      changes.push({ ...change, walMiB: (wal?.bytes ?? 0) / 2 ** 20 });
    });
  }
  const double = await inDatabase(server, template, 'double', (_, url) => importIn(url, twice));

  const floor = median(floors);
  const load = median(loads.map(({ seconds }) => seconds));
  const ratios = loads.map(({ seconds }, round) => seconds / (floors[round] ?? seconds));
  const change = changes.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(changes.length / 2)];
  console.log(`bare COPY into an all-text table       ${median(copies).toFixed(1)} s`);
  console.log(`floor: that and a bare INSERT … SELECT ${floor.toFixed(1)} s`);
  console.log(
    `first load, validated                  ${load.toFixed(1)} s = ${median(ratios).toFixed(2)} × the floor (goal: at most 1.05)`,
  );
  console.log(
    `the same file again                    ${median(repeats.map(({ seconds }) => seconds)).toFixed(1)} s (${repeats[0]?.outcome})`,
  );
  console.log(
    `1 % changed (${change?.added} new, ${change?.changed} changed, ${change?.gone} gone)  ${change?.seconds.toFixed(1)} s, ${change?.walMiB.toFixed(1)} MiB of WAL (goals: 4 s, 10 MB)`,
  );
  console.log(
    `peak memory of the importing process   ${Math.max(...loads.map(({ memoryMiB }) => memoryMiB))} MiB, ${double.programMiB} MiB of it the program before it begins; with twice the rows ${double.memoryMiB} MiB`,
  );
}

async function generate(
  name: string,
  options: { rows: number; seed?: number; edition?: number },
): Promise<string> {
  const file = join(folder, name);
  await pipeline(Readable.from(generateContractors({ seed: 1, asOf, ...options })), createWriteStream(file));
  return file;
}

async function inDatabase<T>(
  server: Cluster,
  template: string,
  name: string,
  work: (sql: Client, importUrl: string) => Promise<T>,
): Promise<T> {
  await cloneDatabase(server.superuserUrl('postgres'), template, name);
  const sql = connect(server.superuserUrl(name), { max: 1, applicationName: 'bench' });
  try {
    await sql`checkpoint`;
    return await work(sql, server.importUrl(name));
  } finally {
    await sql.end();
    await dropDatabase(server.superuserUrl('postgres'), name);
  }
}

/** The least work that loads a file: copy it into text columns, then cast these into the table with its indexes. */
async function bareLoad(sql: Client, file: string): Promise<{ copy: number; merge: number }> {
  await sql.unsafe(
    `create unlogged table bare_lines (${columnNames.map((column) => `${column} text`).join(', ')})`,
  );
  const copyBegan = performance.now();
  const sink = await sql.unsafe(`copy bare_lines from stdin with (format csv, header)`).writable();
  await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), sink);
  // Everything is sent. The server answers when it has stored it.
  if (!sink.closed) await once(sink, 'close');
  const mergeBegan = performance.now();
  await sql`set datestyle = 'ISO, MDY'`;
  const value = (column: string) => {
    if ((dateColumns as readonly string[]).includes(column)) return `nullif(trim(l.${column}), '')::date`;
    return column.endsWith('_cents') ? `nullif(l.${column}, '')::bigint * 100` : `l.${column}`;
  };
  await sql.unsafe(`
    insert into california_contractors (${columnNames.join(', ')}, classifications, region, location, location_precision)
    select ${columnNames.map(value).join(', ')}, string_to_array(replace(classifications_filed, ' ', ''), '|'), 'NORTH',
           z.location, case when z.location is not null then 'zip' end
    from bare_lines l left join zip_codes z on z.zip_code = left(l.zip_code, 5)`);
  const done = performance.now();
  return { copy: (mergeBegan - copyBegan) / 1000, merge: (done - mergeBegan) / 1000 };
}

interface Imported {
  outcome: string;
  seconds: number;
  added: number;
  changed: number;
  gone: number;
  /** The peak of memory once the program is read, before it opens the file. */
  programMiB: number;
  memoryMiB: number;
}

async function importIn(importUrl: string, file: string): Promise<Imported> {
  const { stdout } = await run(process.execPath, [
    join(import.meta.dirname, 'import/import-process.ts'),
    importUrl,
    file,
  ]);
  return JSON.parse(stdout) as Imported;
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
