/** Kinds of membership. */
export const memberTypes = ['REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT', 'HONORARY'] as const;
export type MemberType = (typeof memberTypes)[number];

/** From the application for membership to the closed account. */
export const memberStatuses = ['PENDING', 'ACTIVE', 'LAPSED', 'SUSPENDED', 'DECLINED', 'CLOSED'] as const;
export type MemberStatus = (typeof memberStatuses)[number];
