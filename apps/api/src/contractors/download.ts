import { type Database, forRequest, visitor } from '@namc/db';
import { type ContractorExportRow, exportContractors } from '@namc/db/contractors/export';
import { type ContractorSearch, readContractorQuery } from '@namc/inputs/contractors';
import { stringify } from 'csv-stringify/sync';
import type { Request } from '../context.ts';

const rowsPerPage = 1_000;

const columns: { header: string; of: (row: ContractorExportRow) => string | number | null }[] = [
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

/**
 * All results of a search as CSV, page by page while the reader takes them; each page is a transaction of its own.
 * A cell that a spreadsheet would run as a formula gets an apostrophe in front. The first page is read before the
 * answer begins, so that an error still is one; after that `breakOff` ends the connection. The HTTP adapter would
 * end a stream that fails like one that is whole, with the error's inner words as its last line.
 */
export async function downloadContractors(
  shared: Pick<Request, 'db' | 'logger' | 'requestId' | 'signal'>,
  query: URLSearchParams,
  breakOff?: () => void,
): Promise<ReadableStream<Uint8Array>> {
  const input = readContractorQuery(query);
  const db = forRequest(shared.db, { requestId: shared.requestId, signal: shared.signal });
  const pages = exportPages(db, visitor, { ...input, limit: rowsPerPage });
  const first = await pages.next();
  const encoder = new TextEncoder();
  let page = first;
  let isFirst = true;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (!isFirst) page = await pages.next();
        } catch (error) {
          shared.logger.error({ err: error, requestId: shared.requestId }, 'a download broke off');
          if (!breakOff) throw error;
          return breakOff();
        }
        if (page.done) return controller.close();
        controller.enqueue(encoder.encode(toCsv(page.value, isFirst)));
        isFirst = false;
      },
      async cancel() {
        await pages.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}

async function* exportPages(
  db: Database,
  actor: Parameters<Database['read']>[0],
  search: ContractorSearch,
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

function toCsv(rows: ContractorExportRow[], withHeader: boolean): string {
  return stringify(
    rows.map((row) => columns.map(({ of }) => of(row))),
    {
      // The mark at the front tells Excel that the file is UTF-8.
      bom: withHeader,
      header: withHeader,
      columns: columns.map(({ header }) => header),
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  );
}
