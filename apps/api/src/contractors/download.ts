import { exportContractors } from '@namc/db/contractors/queries/export';
import { readContractorQuery } from '@namc/inputs/contractors';
import { distanceWords } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { download } from '../download.ts';
import { allowedBy } from '../trpc.ts';
import { contractorsRouter } from './router.ts';

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
    { header: 'Business name', of: (row) => row.name },
    { header: 'Doing business as', of: (row) => row.doingBusinessAs.join('; ') },
    { header: 'Other names on record', of: (row) => row.otherNames.join('; ') },
    { header: 'Phone', of: (row) => row.phone && formatPhone(row.phone) },
    { header: 'City', of: (row) => row.city },
    { header: 'State', of: (row) => row.state },
    { header: 'County', of: (row) => row.county },
    { header: 'Business type', of: (row) => row.businessType },
    { header: 'Classifications', of: (row) => row.classifications.join(' ') },
    { header: 'Certifications', of: (row) => row.certifications.join(' ') },
    { header: 'Status', of: (row) => row.primaryStatus },
    { header: 'Issued', of: (row) => row.issueDate },
    { header: 'Expires', of: (row) => row.expirationDate },
    { header: 'In good standing', of: (row) => (row.standing.kind === 'good' ? 'yes' : 'no') },
    { header: 'Judged on', of: (row) => row.standing.on },
    { header: 'NAMC member', of: (row) => (row.isNamcMember ? 'yes' : 'no') },
    { header: 'Distance (about)', of: (row) => row.distance && distanceWords(row.distance) },
    { header: 'Name in the board’s file', of: (row) => row.filed.businessName },
    { header: 'Second name in the board’s file', of: (row) => row.filed.dbaName },
    { header: 'City in the board’s file', of: (row) => row.filed.city },
  ],
});
