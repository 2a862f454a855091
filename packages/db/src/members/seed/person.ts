import type { MemberStatus } from '@namc/inputs/member-lists';
import type { MemberType } from '@namc/inputs/members';
import type { Actor } from '../../engine/actors.ts';
import { stableUuid } from '../../engine/stable-uuid.ts';

export interface DemoPerson {
  /** Also the name in the email address: `ana.reyes@example.org`. */
  name: [first: string, last: string];
  company: string;
  zipCode: string;
  bio: string;
  skills: string[];
  status?: MemberStatus;
  memberType?: MemberType;
  /** A staff role. */
  role?: string;
  showEmail?: boolean;
  isUnlisted?: boolean;
}

export const emailOf = ([first, last]: DemoPerson['name']) =>
  `${first}.${last}@example.org`.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

/** The other nouns' seeds name people by their last names. */
export const personId = (lastName: string) => stableUuid('demo person', lastName);
export const memberNamed = (lastName: string): Actor => ({ kind: 'member', userId: personId(lastName) });
