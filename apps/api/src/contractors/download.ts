import { type ContractorExportRow, exportContractors } from '@namc/db/contractors/queries/export';
import { businessTypeWords } from '@namc/inputs/business-types';
import { classificationNames } from '@namc/inputs/classifications';
import { readContractorQuery } from '@namc/inputs/contractors';
import { distanceWords } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { download } from '../download.ts';
import { allowedBy } from '../trpc.ts';
import { contractorsRouter } from './router.ts';

type Standing = ContractorExportRow['standing'];

/** The headline, and everything that is about to change or speaks against the license. */
function sentencesOf({ headline, changes, inferences, notes }: Standing): string {
  return [`${headline}.`, ...[...changes, ...inferences, ...notes].map(({ words }) => words)].join(' ');
}

const statusOf = ({ primary, secondary }: Standing['board']) =>
  [primary, secondary].filter((code) => code !== null).join('; ');

const tradeNames: Record<string, string> = classificationNames;

/** A code that the board has retired has no name, and stands for itself. */
const tradeNameOf = (code: string) => tradeNames[code] ?? code;

const answers = { yes: 'yes', no: 'no', unknown: 'not known' };

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
    { header: 'Business type', of: (row) => row.businessType && businessTypeWords(row.businessType) },
    { header: 'Classifications', of: (row) => row.classifications.join(' ') },
    { header: 'Trades', of: (row) => row.classifications.map(tradeNameOf).join('; ') },
    { header: 'Certifications', of: (row) => row.certifications.join(' ') },
    { header: 'Issued', of: (row) => row.issueDate },
    { header: 'Standing', of: (row) => row.standing.short },
    { header: 'May bid and contract', of: (row) => answers[row.standing.mayContract.answer] },
    { header: 'About the standing', of: ({ standing }) => sentencesOf(standing) },
    { header: 'Term ends', of: (row) => row.expirationDate },
    { header: 'Status in the file', of: ({ standing: { board } }) => statusOf(board) },
    { header: 'File of', of: (row) => row.standing.asOf },
    { header: 'Judged on', of: (row) => row.standing.on },
    { header: 'NAMC member', of: (row) => (row.isNamcMember ? 'yes' : 'no') },
    { header: 'Distance (about)', of: (row) => row.distance && distanceWords(row.distance) },
    { header: 'Name in the board’s file', of: (row) => row.filed.businessName },
    { header: 'Second name in the board’s file', of: (row) => row.filed.dbaName },
    { header: 'City in the board’s file', of: (row) => row.filed.city },
  ],
});
