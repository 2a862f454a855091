import { z } from 'zod/mini';
import { asOneLine, id, oneLine } from './text.ts';

/** A file is checked. Then the worker imports it, to its end or until somebody cancels it. */
export const memberImportStatuses = ['CHECKED', 'WAITING', 'RUNNING', 'DONE', 'CANCELED'] as const;

/** What becomes of a row: a new member, somebody who is a member already, or nothing. */
export const rowVerdicts = ['NEW', 'KNOWN', 'REJECTED'] as const;
export type RowVerdict = (typeof rowVerdicts)[number];

/** The largest file of members, in bytes and in rows. */
export const memberFileBytes = 2_000_000;
export const mostMemberRows = 5_000;

export const checkMemberFileInput = z.object({
  fileName: z.pipe(
    z.string().check(
      z.overwrite((name) => {
        const line = asOneLine(name).replace(/ +/g, ' ');
        return [...line].slice(0, 200).join('').trim() || 'A file without a name';
      }),
    ),
    oneLine(400),
  ),
});

export const getMemberImportInput = z.object({ importId: id });
export type GetMemberImportInput = z.infer<typeof getMemberImportInput>;

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

/** “First name” for `firstName`; undefined for what is no column. */
export function memberColumnName(field: string): string | undefined {
  return Object.hasOwn(memberColumns, field) ? memberColumns[field as MemberColumn][0] : undefined;
}

/** The template’s columns: a name is asked for in two parts. */
export const templateColumns = (Object.keys(memberColumns) as MemberColumn[]).filter(
  (column) => column !== 'name',
);
