export const statusWords = {
  PENDING: 'Applicant',
  ACTIVE: 'Member',
  LAPSED: 'Lapsed',
  SUSPENDED: 'Suspended',
  DECLINED: 'Declined',
  CLOSED: 'Closed',
} as const;
