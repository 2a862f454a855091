import type { TableRules } from '../engine/access-rules.ts';

/** `merge_companies` writes the rows. */
export const access: TableRules = { company_merges: { select: { staff: 'members.read' } } };
