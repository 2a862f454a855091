import { getRejectedMembers } from '@namc/db/member-imports/queries';
import { memberColumns } from '@namc/inputs/member-imports';
import { handOutRows } from '../file-imports/rows-file.ts';
import { allowedBy } from '../trpc.ts';
import { memberImportsRouter } from './router.ts';

/** Hands out the template of a file of members, and the rejected rows of an import. A name is asked for in two parts. */
export const memberFiles = handOutRows<keyof typeof memberColumns>({
  path: '/api/member-imports',
  name: 'members',
  allowed: allowedBy(memberImportsRouter.get),
  columns: memberColumns,
  example: {
    email: 'ana.reyes@example.org',
    firstName: 'Ana',
    lastName: 'Reyes',
    company: 'Reyes Electric',
    phone: '(415) 555-0123',
    licenseNumber: '',
    tierCode: 'Regular',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    basis: 'dues',
    note: 'Check 1042',
  },
  getRefused: getRejectedMembers,
});
