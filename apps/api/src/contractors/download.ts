import { type Database, forRequest, visitor } from '@namc/db';
import { type ContractorExportRow, exportContractors } from '@namc/db/contractors/queries/export';
import { readContractorQuery, type SearchContractorsInput } from '@namc/inputs/contractors';
import type { RequestParts } from '../context.ts';
import { type CsvColumn, streamCsv } from '../http/csv-stream.ts';

const rowsPerPage = 1_000;

const columns: CsvColumn<ContractorExportRow>[] = [
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
  {
    header: 'Miles away',
    of: (row) => (row.distanceMeters === null ? null : Number((row.distanceMeters / 1609.344).toFixed(1))),
  },
];

/** All results of a search as CSV; each page is a transaction of its own. */
export async function downloadContractors(
  shared: Pick<RequestParts, 'db' | 'logger' | 'requestId' | 'signal'>,
  query: URLSearchParams,
  breakOff?: () => void,
): Promise<ReadableStream<Uint8Array>> {
  const input = readContractorQuery(query);
  const db = forRequest(shared.db, { requestId: shared.requestId, signal: shared.signal });
  const pages = exportPages(db, visitor, { ...input, limit: rowsPerPage });
  return streamCsv(pages, columns, { ...shared, breakOff });
}

async function* exportPages(
  db: Database,
  actor: Parameters<Database['read']>[0],
  search: SearchContractorsInput,
): AsyncGenerator<ContractorExportRow[], undefined> {
  let cursor: string | null | undefined;
  do {
    const input = cursor ? { ...search, cursor } : search;
    const page = await db.read(actor, (tx) => exportContractors(tx, input), {
      name: 'exportContractors',
    });
    yield page.rows;
    cursor = page.nextCursor;
  } while (cursor);
}
