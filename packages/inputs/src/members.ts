import { z } from 'zod';
import { around, line, page, words } from './text.ts';

/** Kinds of membership. */
export const memberTypes = ['REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT', 'HONORARY'] as const;
export type MemberType = (typeof memberTypes)[number];

/** From the application for membership to the closed account. */
export const memberStatuses = ['PENDING', 'ACTIVE', 'LAPSED', 'SUSPENDED', 'DECLINED', 'CLOSED'] as const;
export type MemberStatus = (typeof memberStatuses)[number];

/** What narrows the directory. */
export const memberSearch = page.extend(around.shape).extend({
  q: line(200).default(''),
  types: z.array(z.enum(memberTypes)).max(memberTypes.length).default([]),
  /** Codes of skills and license classifications, any of which the member has. */
  skills: z.array(words(40)).max(20, 'names more than 20 skills').default([]),
});
export type MemberSearch = z.infer<typeof memberSearch>;
