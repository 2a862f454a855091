import { z } from 'zod/mini';
import { id } from './text.ts';

/** What becomes of a row: a new member, somebody who is a member already, or nothing. */
export const rowVerdicts = ['NEW', 'KNOWN', 'REJECTED'] as const;
export type RowVerdict = (typeof rowVerdicts)[number];

export const listMemberRowsInput = z.object({
  importId: id,
  verdict: z.optional(z.enum(rowVerdicts)),
  /** The line after which the page begins. */
  cursor: z._default(z.int().check(z.minimum(0)), 0),
});
export type ListMemberRowsInput = z.infer<typeof listMemberRowsInput>;

export const startMemberImportInput = z.object({
  importId: id,
  /** Sends each new member a link to choose a password. */
  sendsWelcome: z._default(z.boolean(), false),
  /** Adds the person of a row to the company of the same name, if there is one. Otherwise the row makes another company. */
  joinsCompanies: z._default(z.boolean(), false),
});
export type StartMemberImportInput = z.infer<typeof startMemberImportInput>;

/** The columns of a file of members, in the order of the template, each with the names under which it may come. */
export const memberColumns = {
  email: ['Email', 'Email address', 'Primary email'],
  firstName: ['First name', 'Given name', 'First'],
  lastName: ['Last name', 'Surname', 'Family name', 'Last'],
  name: ['Name', 'Full name', 'Member name', 'Contact', 'Contact name'],
  company: ['Company', 'Company name', 'Firm', 'Business', 'Business name', 'Organization'],
  phone: ['Phone', 'Phone number', 'Telephone', 'Mobile', 'Cell'],
  licenseNumber: ['License', 'License number', 'License no', 'CSLB', 'CSLB license', 'CSLB number'],
  tierCode: ['Tier', 'Membership', 'Membership tier', 'Membership level', 'Membership type', 'Level'],
  startsOn: ['First day', 'Start', 'Start date', 'Member since', 'Join date', 'Joined'],
  endsOn: [
    'Last day',
    'End',
    'End date',
    'Expires',
    'Expiration date',
    'Expiry date',
    'Renewal date',
    'Paid through',
    'Valid until',
  ],
  basis: ['Basis', 'Dues'],
  note: ['Note', 'Notes', 'Reason', 'Comment'],
} as const;
export type MemberColumn = keyof typeof memberColumns;
