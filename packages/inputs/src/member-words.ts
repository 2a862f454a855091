import type { MemberStatus } from './member-lists.ts';
import type { MemberType } from './members.ts';

/** The status of an account in a word, for pages and files. */
export const memberStatusWords = {
  PENDING: 'Applicant',
  ACTIVE: 'Member',
  LAPSED: 'Lapsed',
  SUSPENDED: 'Suspended',
  DECLINED: 'Declined',
  CLOSED: 'Closed',
} as const satisfies Record<MemberStatus, string>;

/** The kind of a member in a word. */
export const memberTypeWords = {
  REGULAR: 'Regular',
  ASSOCIATE: 'Associate',
  CORPORATE: 'Corporate',
  STUDENT: 'Student',
  HONORARY: 'Honorary',
} as const satisfies Record<MemberType, string>;
