import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = { deposits: { select: { staff: 'payments.read' } } };
