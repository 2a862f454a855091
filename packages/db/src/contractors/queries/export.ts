import type { SearchContractorsInput } from '@namc/inputs/contractors';
import type { Transaction } from '../../engine/database.ts';
import { InvalidInput } from '../../engine/errors.ts';
import type { Page } from '../../engine/page.ts';
import { unknownPlace } from '../../places/queries.ts';
import { momentOf, type Standing, standingOf } from '../standing/standing.ts';
import { type ContractorListItem, type ListRow, listColumns, listShape, toListItem } from './list-items.ts';
import { findPage } from './page.ts';
import { readShaped } from './page-rows.ts';
import { freshMeaning } from './recalled-meaning.ts';

/** The fields of a contractor that a visitor may download, with its standing in full. */
export type ContractorExportRow = Omit<ContractorListItem, 'standing'> &
  Pick<ListRow, 'issueDate'> & {
    standing: Standing;
    /** Names and city as the board writes them. */
    filed: Pick<ListRow, 'businessName' | 'dbaName' | 'city'>;
  };

/**
 * One page of a download, in the order of the search; `limit` may be up to 2,000 here. A long export reads many
 * pages, each in its own transaction.
 * @throws InvalidInput for a cursor that no page of this search returned, for an unknown place, and for a text that
 * says nothing: a page can report it, a file cannot.
 */
export async function exportContractors(
  tx: Transaction,
  input: SearchContractorsInput,
): Promise<Page<ContractorExportRow>> {
  const reader = readShaped(tx, listShape, listColumns(tx.sql));
  const { rows, nextCursor, meaning } = await findPage(tx, input, await freshMeaning(tx, input), reader);
  if (meaning.placeUnknown) throw unknownPlace();
  if (meaning.nothingRead) throw new InvalidInput('q', 'holds no word, license number or place');
  return {
    rows: rows.map((row) => ({
      ...toListItem(row, meaning.on, row.distanceMeters),
      issueDate: row.issueDate,
      standing: standingOf(row, momentOf(row, meaning.on)),
      filed: { businessName: row.businessName, dbaName: row.dbaName, city: row.city },
    })),
    nextCursor,
  };
}
