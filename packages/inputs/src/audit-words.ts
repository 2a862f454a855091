/** `zip_code` becomes “zip code”. */
export const columnInWords = (column: string): string => column.replaceAll('_', ' ');

/** The name of an actor without an account: the portal itself, or a visitor. */
export function actorInWords(actor: string): string {
  const [, part] = /^system:(?:portal )?(.+)$/.exec(actor) ?? [];
  if (part) return `the portal: ${part}`;
  if (actor === 'visitor') return 'a visitor';
  // Migrations, and people who work on the database by hand.
  return actor === 'portal_owner' ? 'the database’s owner' : actor;
}

/** True for a secret or a long text. The log keeps no value of it, only a digest. */
export const isKeptOut = (values: [unknown, unknown]): boolean =>
  values.some((value) => typeof value === 'string' && /^kept out( [0-9a-f]{64})?$/.test(value));

export function valueInWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(blank)';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const eventWords: Record<string, string> = {
  APPLIED: 'Applied for membership',
  EMAIL_VERIFIED: 'Confirmed the email address',
  SIGNED_IN: 'Signed in',
  SIGN_IN_REFUSED: 'Failed to sign in',
  SIGNED_OUT: 'Signed out',
  SESSION_ENDED: 'Signed out another device',
  OLD_TOKEN_USED: 'A sign-in was ended because an old copy was used',
  PASSWORD_CHANGED: 'Changed the password',
  PASSWORD_RESET: 'Reset the password by email',
  EMAIL_CHANGED: 'Changed the email address',
  EMAIL_CHANGE_CANCELED: 'Canceled a change of the email address',
  TWO_FACTOR_ON: 'Turned two-step sign-in on',
  TWO_FACTOR_OFF: 'Turned two-step sign-in off',
  RECOVERY_CODE_USED: 'Used a recovery code',
  APPLICATION_CHANGED: 'Changed the application',
  APPLICATION_WITHDRAWN: 'Withdrew the application',
  APPLICATION_SENT_AGAIN: 'Sent the application again',
  CLOSED: 'Closed the account',
};

/** Staff actions in words, by the code in the log. */
export const actionWords = {
  'applications.approve': 'Application approved',
  'applications.decline': 'Application declined',
  'applications.ask': 'Question sent to the applicant',
  'members.suspend': 'Account suspended',
  'members.reinstate': 'Account reinstated',
  'members.end_session': 'Signed out by staff',
  'members.end_two_factor': 'Two-step sign-in turned off by staff',
  'directory.download': 'Directory of firms downloaded',
  'bids.download': 'Documents of a bidding downloaded',
  'projects.publish': 'Project published by staff',
  'projects.extend': 'Deadline of a project extended by staff',
  'projects.close': 'Bidding closed by staff',
  'projects.cancel': 'Project canceled by staff',
  'addenda.send': 'Addendum sent by staff',
  'bids.shortlist': 'Bid put on the short list by staff',
  'bids.unlist': 'Bid taken off the short list by staff',
  'bids.ask': 'Bidder asked by staff',
  'bids.award': 'Project awarded by staff',
  'bids.except': 'More time for one bidder granted by staff',
  'questions.answer': 'Question about a project answered by staff',
  'questions.refuse': 'Question about a project refused by staff',
  'members.download': 'List of members downloaded',
  'members.email': 'Email sent to a member',
  'memberships.add': 'Member added by hand',
  'memberships.welcome': 'Link to choose a password sent',
  'memberships.import': 'Members imported from a file',
  'projects.import': 'Projects imported from a list',
  'memberships.renew': 'Membership renewed',
  'memberships.pause': 'Membership paused',
  'memberships.resume': 'Pause of a membership ended',
  'memberships.add_tier': 'Membership tier made',
  'memberships.tier': 'Membership tier changed',
  'invoices.issue': 'Invoice issued',
  'invoices.record_payment': 'Payment of an invoice recorded',
  'invoices.void_payment': 'Payment of an invoice voided',
  'invoices.refund_payment': 'Payment of an invoice refunded',
  'invoices.close': 'Invoice closed without a payment',
  'invoices.download': 'List of invoices downloaded',
  'payments.download': 'List of payments downloaded',
  'payments.refund': 'Online payment refunded',
  'payments.close_difference': 'Difference of online payments closed',
  'deposits.make': 'Deposit made',
  'deposits.change': 'Deposit changed',
  'deposits.close': 'Deposit closed',
  'deposits.discard': 'Deposit taken apart',
  'deposits.download': 'Deposit downloaded',
  'ledger.download': 'Month-end report downloaded',
  'ledger.journal': 'Month’s journal downloaded',
  'settings.payment': 'Payment instructions changed',
  'companies.merge': 'Companies merged',
  'certifications.verify': 'Certification verified',
  'certifications.refuse': 'Certification refused',
  'secure_data.reveal': 'Tax or bank details looked at',
  'roles.grant': 'Role assigned',
  'roles.take': 'Role removed',
  'roles.change': 'Role changed',
  'contractors.import': 'License file imported',
  'contractors.undo': 'Import of a license file undone',
  'contractors.fetch': 'License file fetched',
  'settings.contact': 'Contact details of the association changed',
  'settings.addresses': 'Mailing addresses opened to visitors or closed',
  'home_sections.add': 'Section of the home page added',
  'home_sections.change': 'Section of the home page rewritten',
  'home_sections.show': 'Section of the home page shown',
  'home_sections.hide': 'Section of the home page hidden',
  'home_sections.move': 'Section of the home page moved',
  'home_sections.remove': 'Section of the home page removed',
  'home_sections.picture': 'Picture of the home page changed',
  'home_sections.no_picture': 'Picture of the home page removed',
  'audit.download': 'Audit trail downloaded',
  'jobs.retry': 'Background jobs retried',
  'health.thresholds': 'Limits of a health check changed',
  'health.reset': 'Limits of a health check reset',
  'health.acknowledge': 'Health alert acknowledged',
  'health.maintenance': 'Maintenance of the database begun',
  'health.cancel_statement': 'Statement of the database canceled',
  'health.end_session': 'Connection to the database closed',
  'health.session_outcome': 'Outcome for a session of the database',
  'health.escalation': 'Minutes until an alert is escalated changed',
  'health.maintenance_change': 'Maintenance of the database changed',
  'health.maintenance_end': 'Maintenance of the database ended',
  'health.webhook_add': 'Webhook of alerts added',
  'health.webhook_rotate': 'Secret of a webhook replaced',
  'health.webhook_remove': 'Webhook of alerts removed',
  'maintenance.start': 'Maintenance job started',
  'maintenance.stop': 'Maintenance job stopped',
};

const allWords: Record<string, string> = { ...eventWords, ...actionWords };

/** Returns an event or action in words, or its code if it has none. */
export const wordsOf = (code: string): string => allWords[code] ?? code;

/** An act as a sentence. `{who}` and `{whom}` stand for the people. */
const sentences: { [Code in keyof typeof actionWords]: string } = {
  'applications.approve': '{who} approved {whom}’s application',
  'applications.decline': '{who} declined {whom}’s application',
  'applications.ask': '{who} asked {whom} about their application',
  'members.suspend': '{who} suspended {whom}’s account',
  'members.reinstate': '{who} reinstated {whom}’s account',
  'members.end_session': '{who} signed {whom} out on a device',
  'members.end_two_factor': '{who} turned off two-step sign-in for {whom}',
  'directory.download': '{who} downloaded the directory of firms',
  'bids.download': '{who} downloaded the documents of a bidding',
  'projects.publish': '{who} published a project',
  'projects.extend': '{who} extended the deadline of a project',
  'projects.close': '{who} closed the bidding for a project',
  'projects.cancel': '{who} canceled a project',
  'addenda.send': '{who} sent an addendum',
  'bids.shortlist': '{who} put a bid on the short list',
  'bids.unlist': '{who} took a bid off the short list',
  'bids.ask': '{who} asked a bidder about its bid',
  'bids.award': '{who} awarded a project',
  'bids.except': '{who} gave one firm more time to bid',
  'questions.answer': '{who} answered a question about a project',
  'questions.refuse': '{who} refused a question about a project',
  'members.download': '{who} downloaded the list of members',
  'members.email': '{who} sent {whom} an email',
  'memberships.add': '{who} added {whom} as a member',
  'memberships.welcome': '{who} sent {whom} a link to choose a password',
  'memberships.import': '{who} imported members from a file',
  'projects.import': '{who} imported projects from a list of bids',
  'memberships.renew': '{who} renewed {whom}’s membership',
  'memberships.pause': '{who} paused {whom}’s membership',
  'memberships.resume': '{who} ended the pause of {whom}’s membership',
  'memberships.add_tier': '{who} made a membership tier',
  'memberships.tier': '{who} changed a membership tier',
  'invoices.issue': '{who} issued an invoice to {whom}',
  'invoices.record_payment': '{who} recorded {whom}’s payment',
  'invoices.void_payment': '{who} voided {whom}’s payment',
  'invoices.refund_payment': '{who} refunded {whom}’s payment',
  'invoices.close': '{who} closed {whom}’s invoice without a payment',
  'invoices.download': '{who} downloaded the list of invoices',
  'payments.download': '{who} downloaded the list of payments',
  'payments.refund': '{who} refunded {whom}’s online payment',
  'payments.close_difference': '{who} closed a difference of online payments',
  'deposits.make': '{who} made a deposit',
  'deposits.change': '{who} changed a deposit',
  'deposits.close': '{who} closed a deposit',
  'deposits.discard': '{who} took a deposit apart',
  'deposits.download': '{who} downloaded a deposit',
  'ledger.download': '{who} downloaded a month-end report',
  'ledger.journal': '{who} downloaded a month’s journal',
  'settings.payment': '{who} changed the payment instructions',
  'companies.merge': '{who} merged two companies',
  'certifications.verify': '{who} verified a certification of {whom}’s company',
  'certifications.refuse': '{who} refused a certification of {whom}’s company',
  'secure_data.reveal': '{who} looked at {whom}’s tax or bank details',
  'roles.grant': '{who} assigned a role to {whom}',
  'roles.take': '{who} removed a role from {whom}',
  'roles.change': '{who} changed what a role can do',
  'contractors.import': '{who} imported a license file',
  'contractors.undo': '{who} undid the import of a license file',
  'contractors.fetch': '{who} fetched the license file',
  'settings.contact': '{who} changed the association’s contact details',
  'settings.addresses': '{who} changed who sees mailing addresses',
  'home_sections.add': '{who} added a section to the home page',
  'home_sections.change': '{who} rewrote a section of the home page',
  'home_sections.show': '{who} showed a section of the home page',
  'home_sections.hide': '{who} hid a section of the home page',
  'home_sections.move': '{who} moved a section of the home page',
  'home_sections.remove': '{who} removed a section of the home page',
  'home_sections.picture': '{who} changed a picture of the home page',
  'home_sections.no_picture': '{who} removed a picture of the home page',
  'audit.download': '{who} downloaded the audit trail',
  'jobs.retry': '{who} retried background jobs',
  'health.thresholds': '{who} changed when a health check warns',
  'health.reset': '{who} reset when a health check warns',
  'health.acknowledge': '{who} acknowledged a health alert',
  'health.maintenance': '{who} began maintenance of the database',
  'health.cancel_statement': '{who} canceled a statement of the database',
  'health.end_session': '{who} closed a connection to the database',
  'health.session_outcome': '{who} heard what became of a session of the database',
  'health.escalation': '{who} changed after how many minutes an alert is escalated',
  'health.maintenance_change': '{who} changed how long maintenance of the database lasts',
  'health.maintenance_end': '{who} ended maintenance of the database',
  'health.webhook_add': '{who} added a webhook for alerts',
  'health.webhook_rotate': '{who} gave a webhook a new secret',
  'health.webhook_remove': '{who} removed a webhook for alerts',
  'maintenance.start': '{who} started a maintenance job',
  'maintenance.stop': '{who} stopped a maintenance job',
};

/** One row of an audited table in words. */
const rowWords: Record<string, string> = {
  users: 'account',
  user_credentials: 'password',
  two_factor_secrets: 'two-step sign-in',
  user_roles: 'assigned role',
  roles: 'role',
  role_permissions: 'permission of a role',
  membership_applications: 'membership application',
  memberships: 'membership',
  membership_tiers: 'membership tier',
  invoices: 'invoice',
  membership_pauses: 'pause of a membership',
  membership_coverings: 'covering of a membership',
  payments: 'payment',
  deposits: 'deposit',
  payment_refunds: 'refund',
  online_refunds: 'requested refund',
  payment_disputes: 'dispute about a payment',
  automatic_renewals: 'automatic renewal',
  renewal_charges: 'charge of a saved card',
  payment_differences: 'difference of online payments',
  projects: 'project',
  project_addenda: 'addendum',
  project_applications: 'bid',
  project_outreach: 'firm on an outreach list',
  bid_contents: 'offer of a bid',
  bid_files: 'file of a bid',
  bid_clarifications: 'clarification of a bid',
  secure_data: 'tax and bank details',
  portal_settings: 'setting',
  health_thresholds: 'limit of a health check',
  alert_webhooks: 'webhook of alerts',
  home_sections: 'section of the home page',
  home_pictures: 'picture of the home page',
};

const verbs = { INSERT: 'added', UPDATE: 'changed', DELETE: 'removed' } as const;

/** A part of a sentence: words, or the place of a person. */
export type SentencePart = string | { person: 'who' | 'whom' };

const parts = (sentence: string): SentencePart[] =>
  sentence
    .split(/(\{whom?\})/)
    .filter((part) => part !== '')
    .map((part) => (part === '{who}' ? { person: 'who' } : part === '{whom}' ? { person: 'whom' } : part));

/** A staff act as a sentence. An act without a sentence names its code. */
export function sentenceOfAction(action: string, hasWhom: boolean): SentencePart[] {
  const known: Record<string, string> = sentences;
  const sentence = known[action] ?? `{who} did “${wordsOf(action)}”${hasWhom ? ' for {whom}' : ''}`;
  // The account may be erased, and the reader may not see it.
  return parts(hasWhom ? sentence : sentence.replace('{whom}’s', 'an').replace('{whom}', 'somebody'));
}

/**
 * A changed row as a sentence: “Denise Okafor changed Ana Reyes’s membership: status, ends on”. A new or removed row
 * names no columns, because it has all of them.
 */
export function sentenceOfChange(
  { tableName, operation, changes }: { tableName: string; operation: keyof typeof verbs; changes: object },
  whom: 'other' | 'self' | 'nobody',
): SentencePart[] {
  const row = rowWords[tableName] ?? `row of ${tableName}`;
  const whose = { other: '{whom}’s', self: 'their own', nobody: /^[aeiou]/.test(row) ? 'an' : 'a' }[whom];
  const columns = operation === 'UPDATE' ? Object.keys(changes).map(columnInWords).join(', ') : '';
  return parts(`{who} ${verbs[operation]} ${whose} ${row}${columns && `: ${columns}`}`);
}

/** The sentence as text, beginning with a capital letter. */
export function inText(sentence: SentencePart[], names: Record<'who' | 'whom', string>): string {
  const text = sentence.map((part) => (typeof part === 'string' ? part : names[part.person])).join('');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Changed values in words: “status: Active → Lapsed; city: (blank) → Oakland”. */
export function changesInWords(changes: Record<string, [unknown, unknown]>): string {
  return Object.entries(changes)
    .map(([column, values]) =>
      isKeptOut(values)
        ? `${columnInWords(column)}: changed, the values are not kept`
        : `${columnInWords(column)}: ${values.map(valueInWords).join(' → ')}`,
    )
    .join('; ');
}

/** The details of an act in words: “role code: auditor; until: 2027-01-31”. */
export const detailsInWords = (details: Record<string, unknown>): string =>
  Object.entries(details)
    .map(([name, value]) => `${columnInWords(name)}: ${valueInWords(value)}`)
    .join('; ');
