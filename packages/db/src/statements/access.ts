import type { TableAccess, TableRules } from '../engine/access-rules.ts';

/** Written by the sampler and by its roll-up. */
const ofTheSampler: TableAccess = {
  select: { staff: 'health.read' },
  insert: { staff: 'system' },
  update: { staff: 'system' },
  delete: { staff: 'system' },
};

export const access: TableRules = {
  statement_servers: ofTheSampler,
  statement_texts: ofTheSampler,
  statement_counters: ofTheSampler,
  statement_minutes: ofTheSampler,
  statement_hours: ofTheSampler,
  statement_days: ofTheSampler,
  statement_coverage: ofTheSampler,
  statement_callers: ofTheSampler,
  deploys: { select: { staff: 'health.read' }, insert: { staff: 'system' } },
};
