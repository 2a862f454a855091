import { type ContractorExportRow, exportContractors } from '@namc/db/contractors/queries/export';
import { readContractorQuery } from '@namc/inputs/contractors';
import { toMiles } from '@namc/inputs/miles';
import { download } from '../download.ts';
import { allowedBy } from '../trpc.ts';
import { contractorsRouter } from './router.ts';

const milesOf = ({ distanceMeters: meters }: ContractorExportRow) =>
  meters === null ? null : Number(toMiles(meters).toFixed(1));

/** Downloads every result of a search. */
export const contractorsDownload = download({
  path: '/api/contractors.csv',
  permission: allowedBy(contractorsRouter.search),
  input: readContractorQuery,
  fileName: 'contractors',
  list: exportContractors,
  rowsPerPage: 1_000,
  columns: [
    { header: 'License number', of: (row) => row.licenseNumber },
    { header: 'Business name', of: (row) => row.businessName },
    { header: 'Also known as', of: (row) => row.dbaName },
    { header: 'City', of: (row) => row.city },
    { header: 'State', of: (row) => row.state },
    { header: 'County', of: (row) => row.county },
    { header: 'Business type', of: (row) => row.businessType },
    { header: 'Classifications', of: (row) => row.classifications.join(' ') },
    { header: 'Status', of: (row) => row.primaryStatus },
    { header: 'Issued', of: (row) => row.issueDate },
    { header: 'Expires', of: (row) => row.expirationDate },
    { header: 'In good standing', of: (row) => (row.standing.kind === 'good' ? 'yes' : 'no') },
    { header: 'Judged on', of: (row) => row.standing.on },
    { header: 'NAMC member', of: (row) => (row.isNamcMember ? 'yes' : 'no') },
    { header: 'Miles away', of: milesOf },
  ],
});
