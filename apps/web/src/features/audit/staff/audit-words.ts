/** The tables whose rows leave a trail, in words. */
export const tableWords: Record<string, string> = {
  users: 'Accounts',
  user_credentials: 'Passwords',
  two_factor_secrets: 'Two-step sign-in',
  user_roles: 'Roles of people',
  roles: 'Roles',
  role_permissions: 'What roles may do',
  membership_applications: 'Applications for membership',
  memberships: 'Memberships',
  membership_tiers: 'Kinds of membership',
  payments: 'Payments',
  payment_refunds: 'Refunds',
  projects: 'Projects',
  project_applications: 'Bids',
  secure_data: 'Tax and bank details',
  portal_settings: 'Settings',
};

export const tableInWords = (table: string): string => tableWords[table] ?? table;

/** `zip_code` as “zip code”. */
export const columnInWords = (column: string): string => column.replaceAll('_', ' ');

/** Who did something without being anybody: the portal itself, or a visitor. */
export function actorInWords(actor: string): string {
  const [, part] = /^system:(?:portal )?(.+)$/.exec(actor) ?? [];
  if (part) return `the portal: ${part}`;
  return actor === 'visitor' ? 'a visitor' : actor;
}

/** What the trail keeps of a secret or of a long text is that it changed. */
export const isKeptOut = ([before, after]: [unknown, unknown]): boolean =>
  before === 'kept out' && after === 'kept out';

export function valueInWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const eventWords = {
  APPLIED: 'Applied for membership',
  EMAIL_VERIFIED: 'Confirmed the email address',
  SIGNED_IN: 'Signed in',
  SIGN_IN_REFUSED: 'Tried to sign in, and failed',
  SIGNED_OUT: 'Signed out',
  SESSION_ENDED: 'Signed out elsewhere',
  PASSWORD_CHANGED: 'Changed the password',
  PASSWORD_RESET: 'Set a new password by mail',
  EMAIL_CHANGED: 'Changed the email address',
  TWO_FACTOR_ON: 'Turned two-step sign-in on',
  TWO_FACTOR_OFF: 'Turned two-step sign-in off',
  RECOVERY_CODE_USED: 'Used a recovery code',
  CLOSED: 'Closed the account',
};

/** What staff do, as the trail calls it. */
export const actionWords = {
  'applications.approve': 'Application approved',
  'applications.decline': 'Application declined',
  'applications.ask': 'Asked about the application',
  'members.suspend': 'Account suspended',
  'members.reinstate': 'Account opened again',
  'members.end_session': 'Signed out by staff',
  'members.end_two_factor': 'Two-step sign-in turned off by staff',
  'roles.grant': 'Role given',
  'roles.take': 'Role taken away',
  'roles.change': 'Role changed',
  'jobs.retry': 'Background jobs run again',
};

/** What happened, in words; as it is called where there are none. */
export const wordsOf = (what: string): string =>
  (({ ...eventWords, ...actionWords }) as Record<string, string>)[what] ?? what;
