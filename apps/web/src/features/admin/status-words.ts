export const statusWords = {
  PENDING: 'Applicant',
  ACTIVE: 'Member',
  LAPSED: 'Lapsed',
  SUSPENDED: 'Suspended',
  DECLINED: 'Declined',
  CLOSED: 'Closed',
} as const;

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
