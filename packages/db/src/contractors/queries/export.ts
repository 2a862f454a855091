import type { SearchContractorsInput } from '@namc/inputs/contractors';
import type { Transaction } from '../../engine/database.ts';
import type { Page } from '../../engine/page.ts';
import { unknownPlace } from '../../places/queries.ts';
import { momentOf, type Standing, standingOf } from '../standing/standing.ts';
import { type ContractorListItem, type ListRow, listColumns, listShape, toListItem } from './list-items.ts';
import { findPage } from './page.ts';

/** The fields of a contractor that a visitor may download, with its standing in full. */
export type ContractorExportRow = Omit<ContractorListItem, 'standing'> &
  Pick<ListRow, 'issueDate'> & { standing: Standing };

/**
 * One page of a download, in the order of the search; `limit` may be up to 2,000 here. A long export reads many
 * pages, each in its own transaction.
 * @throws InvalidInput for a cursor that no page of this search returned, and for an unknown place: a page can
 * report it and show everyone, a file cannot.
 */
export async function exportContractors(
  tx: Transaction,
  input: SearchContractorsInput,
): Promise<Page<ContractorExportRow>> {
  const { rows, nextCursor, meaning } = await findPage(tx, input, listShape, listColumns(tx.sql));
  if (meaning.placeUnknown) throw unknownPlace();
  return {
    rows: rows.map((row) => ({
      ...toListItem(row, meaning.on, row.distanceMeters),
      issueDate: row.issueDate,
      standing: standingOf(row, momentOf(row, meaning.on)),
    })),
    nextCursor,
  };
}
