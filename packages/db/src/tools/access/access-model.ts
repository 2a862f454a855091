/**
 * Who may do what with which rows: the whole access model, a line a verb. The policies and grants in `drizzle/` say the
 * same to the database, and `access-matrix.test.ts` tries every cell as the application's login.
 *
 * `anyone` is also a visitor, `account` everybody who is signed in, `member` an active member only. `own` rows are
 * those that are about the person (or that the person made), `all` are everybody's. For staff it is the permission that
 * counts: `any` is any staff role, `system` the portal's own work alone.
 */
export type Verb = 'select' | 'insert' | 'update' | 'delete';
export type Reach = 'own' | 'all';

export interface Rule {
  anyone?: Reach;
  account?: Reach;
  member?: Reach;
  /** Staff with this permission reach all rows. */
  staff?: string;
  /** Staff reach their own rows as well, whatever their permissions. */
  staffOwn?: true;
}

export type TableAccess = { [verb in Verb]?: Rule };

export const verbs = ['select', 'insert', 'update', 'delete'] as const satisfies Verb[];

const referenceList: TableAccess = { select: { anyone: 'all', staff: 'any' } };

const systemOnly: TableAccess = {
  select: { staff: 'system' },
  insert: { staff: 'system' },
  update: { staff: 'system' },
  delete: { staff: 'system' },
};

export const accessModel: Record<string, TableAccess> = {
  users: {
    select: { account: 'own', staff: 'members.read' },
    insert: { anyone: 'own', staff: 'members.edit' },
    update: { account: 'own', staff: 'members.edit' },
  },
  user_credentials: {
    select: { staff: 'system' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
  account_links: systemOnly,
  two_factor_secrets: systemOnly,
  recovery_codes: systemOnly,
  account_events: {
    select: { account: 'own', staff: 'members.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
  },
  membership_applications: {
    select: { account: 'own', staff: 'members.read' },
    insert: { staff: 'system' },
    update: { staff: 'members.edit' },
  },
  application_messages: {
    select: { account: 'own', staff: 'members.read' },
    insert: { account: 'own', staff: 'members.edit' },
    delete: { staff: 'system' },
  },
  // Each of the staff for themselves.
  application_reviews: {
    select: { staff: 'members.read' },
    insert: { staff: 'members.edit' },
    update: { staff: 'members.edit' },
  },
  // Written by `notify_account`.
  notifications: {
    select: { account: 'own', staff: 'system' },
    update: { account: 'own' },
    delete: { staff: 'system' },
  },
  mails: {
    select: { staff: 'members.read' },
    update: { staff: 'system' },
  },
  // Written by `queue_mail`.
  mail_bodies: {
    select: { staff: 'system' },
    delete: { staff: 'system' },
  },
  skills: {
    ...referenceList,
    insert: { staff: 'content.manage' },
    update: { staff: 'content.manage' },
  },
  user_skills: {
    select: { account: 'own', staff: 'members.read' },
    insert: { account: 'own', staff: 'members.edit' },
    update: { account: 'own' },
    delete: { account: 'own', staff: 'members.edit' },
  },
  sessions: {
    select: { account: 'own', staff: 'members.edit' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { account: 'own', staff: 'members.edit' },
  },
  roles: {
    ...referenceList,
    insert: { staff: 'roles.manage' },
    update: { staff: 'roles.manage' },
    delete: { staff: 'roles.manage' },
  },
  permissions: { ...referenceList, insert: { staff: 'system' } },
  role_permissions: {
    ...referenceList,
    insert: { staff: 'roles.manage' },
    delete: { staff: 'roles.manage' },
  },
  user_roles: {
    select: { account: 'own', staff: 'members.read', staffOwn: true },
    insert: { staff: 'roles.grant' },
    update: { staff: 'roles.grant' },
    delete: { staff: 'roles.grant' },
  },

  projects: {
    // A draft; whatever is published, everybody sees.
    select: { account: 'own', staff: 'any' },
    insert: { member: 'own', staff: 'projects.manage' },
    update: { account: 'own', staff: 'projects.manage' },
    delete: { account: 'own', staff: 'projects.manage' },
  },
  project_applications: {
    select: { account: 'own', staff: 'projects.read' },
    insert: { member: 'own', staff: 'projects.manage' },
    update: { account: 'own', staff: 'projects.manage' },
  },
  project_files: {
    select: { anyone: 'all', staff: 'any' },
    insert: { account: 'own', staff: 'projects.manage' },
    delete: { account: 'own', staff: 'projects.manage' },
  },

  events: {
    select: { anyone: 'all', staff: 'any' },
    insert: { staff: 'events.manage' },
    update: { staff: 'events.manage' },
    // A draft.
    delete: { staff: 'events.manage' },
  },
  event_registrations: {
    select: { account: 'own', staff: 'events.read' },
    insert: { member: 'own', staff: 'events.manage' },
    update: { account: 'own', staff: 'events.manage' },
  },
  event_files: {
    select: { member: 'all', staff: 'any' },
    insert: { staff: 'events.manage' },
    delete: { staff: 'events.manage' },
  },

  // Nobody of the staff reads what members write to one another.
  messages: { select: { account: 'own' }, insert: { member: 'own' } },
  mailbox: { select: { account: 'own' }, update: { account: 'own' } },
  announcements: {
    select: { anyone: 'all', staff: 'any' },
    insert: { staff: 'content.manage' },
    update: { staff: 'content.manage' },
    delete: { staff: 'content.manage' },
  },
  announcement_reads: {
    select: { account: 'own', staffOwn: true },
    insert: { account: 'own', staffOwn: true },
  },

  courses: {
    select: { anyone: 'all', staff: 'any' },
    insert: { staff: 'content.manage' },
    update: { staff: 'content.manage' },
    // A draft.
    delete: { staff: 'content.manage' },
  },
  course_modules: {
    select: { member: 'all', staff: 'any' },
    insert: { staff: 'content.manage' },
    update: { staff: 'content.manage' },
    delete: { staff: 'content.manage' },
  },
  course_enrollments: {
    select: { account: 'own', staff: 'members.read' },
    insert: { member: 'own', staff: 'content.manage' },
  },
  module_completions: {
    select: { account: 'own', staff: 'members.read' },
    insert: { member: 'own', staff: 'system' },
  },

  membership_tiers: {
    ...referenceList,
    insert: { staff: 'memberships.manage' },
    update: { staff: 'memberships.manage' },
  },
  memberships: {
    select: { account: 'own', staff: 'members.read' },
    insert: { staff: 'memberships.manage' },
    update: { staff: 'memberships.manage' },
  },
  payments: {
    select: { account: 'own', staff: 'payments.read' },
    insert: { staff: 'payments.manage' },
    update: { staff: 'payments.manage' },
  },
  payment_refunds: {
    select: { account: 'own', staff: 'payments.read' },
    insert: { staff: 'payments.manage' },
  },

  member_feedback: {
    select: { account: 'own', staff: 'support.read' },
    insert: { account: 'own' },
    update: { staff: 'support.answer' },
  },
  feedback_replies: {
    select: { account: 'own', staff: 'support.read' },
    insert: { account: 'own', staff: 'support.answer' },
  },

  secure_data: {
    select: { account: 'own', staff: 'secure_data.read' },
    insert: { account: 'own' },
    update: { account: 'own', staff: 'system' },
    delete: { account: 'own', staff: 'system' },
  },
  admin_actions: { select: { staff: 'audit.read' }, insert: { staffOwn: true, staff: 'system' } },
  audit_log: { select: { staff: 'audit.read' } },
  audit_seals: { select: { staff: 'audit.read' }, insert: { staff: 'system' } },
  audit_row_seals: { select: { staff: 'audit.read' }, insert: { staff: 'system' } },
  system_metrics: { select: { staff: 'any' }, insert: { staff: 'system' } },
  portal_settings: {
    select: { staff: 'any' },
    insert: { staff: 'settings.manage' },
    update: { staff: 'settings.manage' },
  },
  partitioned_tables: { select: { staff: 'any' } },
  detached_partitions: { select: { staff: 'any' } },
};

/** Who asks: a stage of membership, a staff role by its code, or the portal itself. */
export interface Identity {
  name: string;
  kind: 'visitor' | 'account' | 'member' | 'staff' | 'system';
  /** Of staff. */
  permissions?: ReadonlySet<string>;
}

/** How far somebody reaches with a verb in a table, by the model. */
export function reachOf(table: string, verb: Verb, { kind, permissions }: Identity): Reach | 'none' {
  const rule = accessModel[table]?.[verb];
  if (!rule) return 'none';
  if (kind === 'system') return rule.staff ? 'all' : 'none';
  if (kind === 'staff') {
    if (rule.staff === 'any' || permissions?.has(rule.staff ?? '')) return 'all';
    return rule.staffOwn ? 'own' : 'none';
  }
  const reaches = [
    rule.anyone,
    kind === 'visitor' ? undefined : rule.account,
    kind === 'member' ? rule.member : undefined,
  ];
  return reaches.includes('all') ? 'all' : reaches.includes('own') ? 'own' : 'none';
}
