/** The audited tables in words. */
export const tableWords: Record<string, string> = {
  users: 'Accounts',
  user_credentials: 'Passwords',
  two_factor_secrets: 'Two-step sign-in',
  user_roles: 'Assigned roles',
  roles: 'Roles',
  role_permissions: 'Role permissions',
  membership_applications: 'Membership applications',
  memberships: 'Memberships',
  membership_tiers: 'Membership tiers',
  payments: 'Payments',
  payment_refunds: 'Refunds',
  projects: 'Projects',
  project_applications: 'Bids',
  bid_contents: 'Offers of bids',
  bid_files: 'Files of bids',
  secure_data: 'Tax and bank details',
  portal_settings: 'Settings',
  home_sections: 'Sections of the home page',
  home_pictures: 'Pictures of the home page',
};

export const tableInWords = (table: string): string => tableWords[table] ?? table;

/** `zip_code` becomes “zip code”. */
export const columnInWords = (column: string): string => column.replaceAll('_', ' ');

/** The name of an actor without an account: the portal itself, or a visitor. */
export function actorInWords(actor: string): string {
  const [, part] = /^system:(?:portal )?(.+)$/.exec(actor) ?? [];
  if (part) return `the portal: ${part}`;
  return actor === 'visitor' ? 'a visitor' : actor;
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
  'members.download': 'List of members downloaded',
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
};

const allWords: Record<string, string> = { ...eventWords, ...actionWords };

/** Returns an event or action in words, or its code if it has none. */
export const wordsOf = (code: string): string => allWords[code] ?? code;
