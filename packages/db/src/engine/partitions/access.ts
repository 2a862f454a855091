import type { TableRules } from '../access-rules.ts';

export const access: TableRules = {
  partitioned_tables: { select: { staff: 'any' } },
  detached_partitions: { select: { staff: 'any' }, update: { staff: 'system' } },
};
