import type { SearchContractorsInput } from '@namc/inputs/contractors';
import type { Transaction } from '../../engine/database.ts';
import { InvalidInput } from '../../engine/errors.ts';
import { type ContractorListItem, type ListRow, listColumns, toListItem } from './list-items.ts';
import { findPage } from './page.ts';

/** A contractor as a visitor may download it. */
export interface ContractorExportRow extends ContractorListItem {
  issueDate: string | null;
}

export interface ContractorExportPage {
  rows: ContractorExportRow[];
  /** Hand it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

/**
 * One page of a download, in the order of the search; `limit` may be up to 2,000 here. A long export is many of
 * these, each in a transaction of its own.
 * @throws InvalidInput for a cursor that no page of this search returned, and for a place that is not known: a page
 * can say so and show everybody, a file cannot.
 */
export async function exportContractors(
  tx: Transaction,
  input: SearchContractorsInput,
): Promise<ContractorExportPage> {
  const columns = tx.sql`${listColumns(tx.sql)}, issue_date as "issueDate"`;
  const { rows, nextCursor, meaning } = await findPage<ListRow & { issueDate: string | null }>(
    tx,
    input,
    columns,
  );
  if (meaning.placeUnknown) throw new InvalidInput('near', `"${input.near}" names no place that is known`);
  return {
    rows: rows.map((row) => ({
      ...toListItem(row, meaning.on, row.distanceMeters),
      issueDate: row.issueDate,
    })),
    nextCursor,
  };
}
