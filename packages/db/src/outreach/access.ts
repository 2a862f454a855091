import type { TableRules } from '../engine/access-rules.ts';

/** A person’s own rows are those of their projects. */
export const access: TableRules = {
  project_outreach: {
    select: { account: 'own', staff: 'projects.manage' },
    insert: { account: 'own', staff: 'projects.manage' },
    // The address for invitations.
    update: { account: 'own', staff: 'projects.manage' },
    delete: { account: 'own', staff: 'projects.manage' },
  },
  // Functions alone read and write these: they hold keys, and who wants no invitations.
  outreach_invitations: {},
  outreach_claims: {},
  outreach_stops: {},
  outreach_records: {
    select: { account: 'own', staff: 'projects.manage' },
    insert: { account: 'own', staff: 'projects.manage' },
  },
  // The log is evidence: nobody changes a contact or takes it away.
  outreach_contacts: {
    select: { account: 'own', staff: 'projects.manage' },
    insert: { account: 'own', staff: 'projects.manage' },
  },
};
