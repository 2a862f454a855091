import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  admin_actions: { select: { staff: 'audit.read' }, insert: { staffOwn: true, staff: 'system' } },
  audit_log: { select: { staff: 'audit.read' } },
  audit_seals: { select: { staff: 'audit.read' }, insert: { staff: 'system' } },
  audit_verifications: { select: { staff: 'audit.read' }, insert: { staff: 'system' } },
  audit_row_seals: { select: { staff: 'audit.read' }, insert: { staff: 'system' } },
};
