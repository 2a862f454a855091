import { systemOnly, type TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  user_credentials: {
    select: { staff: 'system' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
  account_links: systemOnly,
  email_changes: { ...systemOnly, select: { account: 'own', staff: 'system' } },
  two_factor_secrets: systemOnly,
  recovery_codes: systemOnly,
  replaced_tokens: systemOnly,
  account_events: {
    select: { account: 'own', staff: 'members.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
  },
  sessions: {
    select: { account: 'own', staff: 'members.edit' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    // Everybody can sign out.
    delete: { account: 'own', suspended: true, staff: 'members.edit' },
  },
};
