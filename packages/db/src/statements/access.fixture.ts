import type { Foundations, SampleRows, TableRows } from '../tools/testing/sample-rows.ts';

const counters = 'calls, total_ms, rows, blocks_hit, blocks_read, temp_blocks, wal_bytes';
/** A key that nothing else has, from the fresh UUID of the attempt. */
const idOf = (fresh: string) => `('x' || substr(md5('${fresh}'), 1, 15))::bit(60)::bigint`;

const ofSpan = (table: string): TableRows => ({
  where: () => 'query_id = 1',
  attempt: (_person, fresh) =>
    `insert into ${table} (at, server_id, query_id, ${counters}) values (now(), 1, ${idOf(fresh)}, 1, 1, 1, 1, 1, 1, 1)`,
  update: 'calls = calls',
});

export const rows: SampleRows = {
  statement_servers: {
    where: () => `name = 'matrix'`,
    attempt: (_person, fresh) => `insert into statement_servers (name, state) values ('${fresh}', 'UNKNOWN')`,
    update: 'state = state',
  },
  statement_texts: {
    where: () => 'query_id = 1',
    attempt: (_person, fresh) =>
      `insert into statement_texts (query_id, kind) values (${idOf(fresh)}, 'UTILITY')`,
    update: 'kind = kind',
  },
  statement_counters: {
    where: () => 'query_id = 1',
    attempt: (_person, fresh) => `
      insert into statement_counters (server_id, role_id, is_top_level, query_id, ${counters})
      values (1, 1, true, ${idOf(fresh)}, 1, 1, 1, 1, 1, 1, 1)`,
    update: 'calls = calls',
  },
  statement_minutes: ofSpan('statement_minutes'),
  statement_hours: ofSpan('statement_hours'),
  statement_days: ofSpan('statement_days'),
  statement_coverage: {
    where: () => 'evictions = 7',
    attempt: (_person, fresh) => `
      insert into statement_coverage (server_id, hour, minutes, evictions, resets)
      values (1, now() - (${idOf(fresh)} % 100000) * interval '1 hour', 1, 0, 0)`,
    update: 'resets = resets',
  },
  statement_callers: {
    where: () => `name = 'matrix'`,
    attempt: (_person, fresh) =>
      `insert into statement_callers (name, text_key) values ('${fresh}', md5('${fresh}'))`,
    update: 'name = name',
  },
  deploys: {
    where: () => `version = 'matrix'`,
    attempt: (_person, fresh) =>
      `insert into deploys (number, version) values (('x' || substr(md5('${fresh}'), 1, 7))::bit(28)::integer + 2, '${fresh}')`,
    update: 'version = version',
  },
};

export const foundations: Foundations = () => [
  `insert into statement_servers (name, state) values ('matrix', 'UNKNOWN')`,
  `insert into statement_texts (query_id, kind) values (1, 'UTILITY')`,
  `insert into statement_counters (server_id, role_id, is_top_level, query_id, ${counters})
   values (1, 1, true, 1, 1, 1, 1, 1, 1, 1, 1)`,
  ...['statement_minutes', 'statement_hours', 'statement_days'].map(
    (table) =>
      `insert into ${table} (at, server_id, query_id, ${counters}) values (now(), 1, 1, 1, 1, 1, 1, 1, 1, 1)`,
  ),
  `insert into statement_coverage (server_id, hour, minutes, evictions, resets) values (1, now(), 1, 7, 0)`,
  `insert into statement_callers (name, text_key) values ('matrix', md5('matrix'))`,
  `insert into deploys (number, version) values (1, 'matrix')`,
];
