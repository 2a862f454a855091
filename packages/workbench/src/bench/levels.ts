/**
 * `npm run bench levels -- [--counts 2000000]`: the nanoseconds that measuring one request adds, as the request path does it: the
 * class of the procedure, two looks at the clock and its place in the histogram. Also what one transaction adds.
 */
import { parseArgs } from 'node:util';
import { classOfProcedure } from '@namc/api/http/service-classes';
import { makeServiceMeter } from '@namc/api/http/service-meter';
import type { TransactionReport } from '@namc/db';
import { pino } from 'pino';

const { values } = parseArgs({ options: { counts: { type: 'string', default: '2000000' } } });
const counts = Number(values.counts);
const meter = makeServiceMeter({ logger: pino({ level: 'silent' }) });
const report: TransactionReport = {
  name: 'contractors.getLicense',
  mode: 'read',
  outcome: 'ok',
  server: 'one:5432',
  choice: 'only server',
  ms: 0.7,
  waitedMs: 0.02,
  rows: 1,
  texts: [],
};

/** The durations differ, so that no branch of the search is always the same. */
const ways: [name: string, act: (at: number) => void][] = [
  [
    'a request',
    (at) => {
      const began = performance.now();
      meter.request(
        classOfProcedure('contractors.getLicense', 'query'),
        performance.now() - began + ((at * 7919) % 300),
        'ANSWERED',
      );
    },
  ],
  ['a transaction', (at) => meter.transaction({ ...report, ms: (at * 7919) % 300 })],
];
for (const [name, act] of ways) {
  const rounds = Array.from({ length: 5 }, () => {
    const began = performance.now();
    for (let at = 0; at < counts; at += 1) act(at);
    return ((performance.now() - began) / counts) * 1e6;
  }).sort((a, b) => a - b);
  console.log(`${name.padEnd(16)} ${rounds[2]?.toFixed(0).padStart(6)} ns (median of 5 rounds of ${counts})`);
}
