import { recordAdminAction } from '@namc/db/audit/commands';
import { type MemberRow, searchMembers } from '@namc/db/members/queries/staff';
import { exportMembersInput } from '@namc/inputs/member-lists';
import { memberStatusWords, memberTypeWords } from '@namc/inputs/member-words';
import { formatPhone } from '@namc/inputs/phone';
import { download } from '../download.ts';
import { allowedBy } from '../trpc.ts';
import { membersRouter } from './router.ts';

/** Downloads every member that the staff’s list shows. Taking the list away is an act of staff like any other. */
export const membersDownload = download<ReturnType<typeof exportMembersInput.parse>, MemberRow>({
  path: '/api/members.csv',
  permission: allowedBy(membersRouter.search),
  input: (query) => exportMembersInput.parse(Object.fromEntries(query)),
  fileName: 'members',
  list: searchMembers,
  trace: (tx, input) =>
    recordAdminAction(
      tx,
      { action: 'members.download', targetTable: 'users' },
      Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)])),
    ),
  rowsPerPage: 500,
  columns: [
    { header: 'First name', of: (row) => row.firstName },
    { header: 'Last name', of: (row) => row.lastName },
    { header: 'Company', of: (row) => row.company },
    { header: 'Email', of: (row) => row.email },
    { header: 'Phone', of: (row) => row.phone && formatPhone(row.phone) },
    { header: 'City', of: (row) => row.city },
    { header: 'ZIP code', of: (row) => row.zipCode },
    { header: 'Status', of: (row) => memberStatusWords[row.status] },
    { header: 'Kind of member', of: (row) => memberTypeWords[row.memberType] },
    { header: 'Tier', of: (row) => row.tierName },
    { header: 'Membership ends', of: (row) => row.endsOn },
    { header: 'Covered by', of: (row) => row.coveredBy },
    { header: 'Covered through', of: (row) => row.coveredThrough },
    { header: 'License number', of: (row) => row.licenseNumber },
    { header: 'License standing', of: (row) => row.license?.standing.short ?? null },
    { header: 'County', of: (row) => row.license?.county ?? null },
    { header: 'Staff roles', of: (row) => row.roles.join('; ') },
    { header: 'Account since (UTC)', of: (row) => row.createdAt.toISOString() },
  ],
});
