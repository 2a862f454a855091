/**
 * `npm run bench contractors -- [--rows 245000] [--times-ten] [--requests 300] [--rounds 1] [--against FOLDER] [--only FORM]`:
 * every form of the contractor search, measured three ways in one run: the statement alone in pgbench, the query function
 * in this process, and the whole stack over HTTP. It prints latencies in milliseconds with 1 and 8 clients, the API's CPU
 * for a page, and the tables that a plan reads from end to end. There should be none. Another checkout, installed in
 * FOLDER, takes turns with this one, form by form and round by round. `--only` takes the forms whose names begin so.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { top } from '../top.ts';
import { forms, type SearchForm } from './contractors/forms.ts';
import { openSide, type Side } from './contractors/side.ts';
import { type Latencies, measureLatencies, row } from './measure/latencies.ts';
import { pgbench } from './measure/pgbench.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    rows: { type: 'string', default: '245000' },
    'times-ten': { type: 'boolean', default: false },
    requests: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '1' },
    against: { type: 'string' },
    only: { type: 'string', multiple: true, default: [''] },
  },
});
const rows = Number(values.rows);
const requests = Number(values.requests);
const rounds = Number(values.rounds);
const clientCounts = [1, 8] as const;
const warmingRequests = 3_000;
const ways = ['statement', 'function', 'HTTP'] as const;
type Way = (typeof ways)[number];
const keyOf = (side: string, form: string, way: Way, clients: number) =>
  [side, form, way, clients].join('; ');
const wanted = forms.filter(({ name }) => values.only.some((beginning) => name.startsWith(beginning)));
const checkouts = [
  ...(values.against === undefined ? [] : [{ name: 'before', checkout: values.against }]),
  { name: 'now', checkout: top },
];
const median = (figures: number[]) =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

const medianOf = (some: Latencies[]): Latencies => ({
  p50: median(some.map(({ p50 }) => p50)),
  p95: median(some.map(({ p95 }) => p95)),
  p99: median(some.map(({ p99 }) => p99)),
  perSecond: median(some.map(({ perSecond }) => perSecond)),
});

const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
const sides: Side[] = [];
try {
  for (const one of checkouts) {
    console.log(`Filling ${rows.toLocaleString('en-US')} contractors in ${one.checkout}`);
    sides.push(await openSide(one, { rows, folder }));
  }
  const small = await measureAll();
  if (values['times-ten']) {
    console.log('\nTen times the rows');
    for (const side of sides) await side.multiplyByTen();
    const large = await measureAll();
    console.log('\nThe cost of ten times the rows (p95, statement alone, 1 client; goal: less than 2 ×)');
    for (const { name } of wanted) {
      const key = keyOf('now', name, 'statement', 1);
      const [before, after] = [small.get(key), large.get(key)];
      if (before && after) console.log(`${name.padEnd(36)} ${(after.p95 / before.p95).toFixed(2)} ×`);
    }
  }
} finally {
  for (const side of sides) await side.stop();
  await rm(folder, { recursive: true, force: true });
}

/** The latencies of each form on each side: the medians of the rounds. */
async function measureAll(): Promise<Map<string, Latencies>> {
  const all = new Map<string, Latencies>();
  const scanned = new Set<string>();
  console.log(row('', 'clients', ['p50', 'p95', 'p99', 'per s']));
  for (const { name } of wanted) {
    const has = sides.flatMap((side) => {
      const form = side.forms.find((one) => one.name === name);
      return form ? [{ side, form }] : [];
    });
    const figures = new Map<string, Latencies[]>();
    const cpu = new Map<string, number[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const { side, form } of has) {
        const { statement, whole } = await side.mainStatement(form);
        if (whole.length > 0) scanned.add(`${name}, ${side.name}: ${whole.join(', ')}`);
        for (const clients of clientCounts) {
          const measured = {
            statement: await pgbench(side.cluster, side.session, statement, clients, requests, folder),
            function: await measureLatencies(clients, requests, () => side.ask(form)),
            HTTP: await measureLatencies(clients, requests, () => side.api.ask(form.procedure, form.input)),
          };
          for (const way of ways) add(figures, keyOf(side.name, name, way, clients), measured[way]);
        }
        add(cpu, side.name, await cpuOf(side, form));
      }
    }
    for (const clients of clientCounts) {
      for (const way of ways) {
        for (const { side } of has) {
          const key = keyOf(side.name, name, way, clients);
          const typical = medianOf(figures.get(key) ?? []);
          all.set(key, typical);
          const label = way === 'statement' ? name : `  ${way}`;
          console.log(row(sides.length > 1 ? `${label}, ${side.name}` : label, clients, typical));
        }
      }
    }
    const used = has.map(({ side }) => `${side.name} ${Math.round(median(cpu.get(side.name) ?? []))}`);
    console.log(`  µs of the API's CPU for a request: ${used.join(', ')}`);
  }
  if (sides.length > 1) printComparison(all);
  console.log(
    scanned.size === 0
      ? 'No plan reads a large table from end to end.'
      : `READ FROM END TO END: ${[...scanned].join('; ')}`,
  );
  return all;
}

function add<T>(figures: Map<string, T[]>, key: string, figure: T): void {
  figures.set(key, [...(figures.get(key) ?? []), figure]);
}

function printComparison(all: Map<string, Latencies>): void {
  console.log(`\nnow against before (1 client, medians of ${rounds} rounds; goal: at most 1.05 × at p50)`);
  console.log(''.padEnd(36) + ways.map((way) => `${way} p50`.padStart(15) + 'p95'.padStart(8)).join(''));
  for (const { name } of wanted) {
    const cells = ways.map((way) => {
      const now = all.get(keyOf('now', name, way, 1));
      const before = all.get(keyOf('before', name, way, 1));
      if (!now || !before) return '–'.padStart(15) + '–'.padStart(8);
      return (
        `${(now.p50 / before.p50).toFixed(2)} ×`.padStart(15) +
        `${(now.p95 / before.p95).toFixed(2)} ×`.padStart(8)
      );
    });
    console.log(name.padEnd(36) + cells.join(''));
  }
}

/**
 * The CPU of the API's process for one request, in microseconds: the median of five turns, after one that does not count. The
 * first thousands of requests of a process also pay for the compiler, which a server that runs for days does not notice.
 */
async function cpuOf({ api }: Side, { procedure, input }: SearchForm): Promise<number> {
  const turns: number[] = [];
  const turnOf = async (asked: number) => {
    const before = await api.cpu();
    await measureLatencies(clientCounts[1], asked, () => api.ask(procedure, input));
    return ((await api.cpu()) - before) / asked;
  };
  await turnOf(warmingRequests);
  for (let turn = 0; turn < 5; turn += 1) turns.push(await turnOf(requests));
  return median(turns);
}
