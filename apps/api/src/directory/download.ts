import { recordAdminAction } from '@namc/db/audit/commands';
import { exportDirectory, type FoundFirm } from '@namc/db/directory/queries/search';
import { classInWords } from '@namc/inputs/class-words';
import { type DirectoryFilters, readDirectoryQuery } from '@namc/inputs/directory';
import { distanceWords, toMiles } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { download } from '../download.ts';
import { membersRouter } from '../members/router.ts';
import { allowedBy } from '../trpc.ts';

const dollars = (cents: number | null) => (cents === null ? null : String(cents / 100));

/** Downloads the firms of a search of the directory with every field, for staff. */
export const directoryDownload = download<DirectoryFilters, FoundFirm>({
  path: '/api/directory.csv',
  permission: allowedBy(membersRouter.search),
  input: readDirectoryQuery,
  fileName: 'directory',
  list: (tx, input) => exportDirectory(tx, { ...input, sort: 'name' }),
  trace: (tx, input) =>
    recordAdminAction(
      tx,
      { action: 'directory.download', targetTable: 'companies' },
      Object.fromEntries(
        Object.entries(input)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => [name, String(value)]),
      ),
    ),
  rowsPerPage: 500,
  columns: [
    { header: 'Firm', of: (row) => row.name },
    { header: 'Phone', of: (row) => row.phone && formatPhone(row.phone) },
    { header: 'Email', of: (row) => row.email },
    { header: 'Website', of: (row) => row.website },
    { header: 'Street', of: (row) => row.street },
    { header: 'City', of: (row) => row.city },
    { header: 'ZIP code', of: (row) => row.zipCode },
    { header: 'County', of: (row) => row.county },
    { header: 'License number', of: (row) => row.licenseNumber },
    { header: 'Classifications', of: (row) => row.trades.join(' ') },
    { header: 'Trades', of: (row) => row.trades.map(classInWords).join('; ') },
    {
      header: 'Certifications',
      of: (row) =>
        row.certifications
          .map(({ name, isVerified }) => (isVerified ? name : `${name} (not verified)`))
          .join('; '),
    },
    { header: 'Crew', of: (row) => row.crewSize?.toString() ?? null },
    { header: 'Bond for one job (USD)', of: (row) => dollars(row.bondingSingleCents) },
    { header: 'Bonds for all jobs (USD)', of: (row) => dollars(row.bondingAggregateCents) },
    { header: 'Languages', of: (row) => row.languages.join('; ') },
    { header: 'Counties of work', of: (row) => row.serviceCounties.join('; ') },
    {
      header: 'Miles of work around its place',
      of: (row) => row.serviceRadiusMeters && String(Math.round(toMiles(row.serviceRadiusMeters))),
    },
    { header: 'Distance (about)', of: (row) => row.distance && distanceWords(row.distance) },
  ],
});
