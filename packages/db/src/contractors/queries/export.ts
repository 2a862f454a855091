import type { SearchContractorsInput } from '@namc/inputs/contractors';
import { pick } from '../../engine/columns/pick.ts';
import { type RowOf, together } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { InvalidInput } from '../../engine/errors.ts';
import type { Page } from '../../engine/page.ts';
import { unknownPlace } from '../../places/queries.ts';
import { californiaContractors } from '../tables.ts';
import { type ContractorListItem, listColumns, listShape, toListItem } from './list-items.ts';
import { findPage } from './page.ts';

const more = pick(californiaContractors, ['issueDate']);
const exportShape = together(listShape, more);

/** The fields of a contractor that a visitor may download. */
export type ContractorExportRow = ContractorListItem &
  RowOf<typeof more> & {
    /** Names and city as the board writes them. */
    filed: Pick<RowOf<typeof listShape>, 'businessName' | 'dbaName' | 'city'>;
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
  const columns = tx.sql`${listColumns(tx.sql)}, ${more(tx.sql)}`;
  const { rows, nextCursor, meaning } = await findPage(tx, input, exportShape, columns);
  if (meaning.placeUnknown) throw unknownPlace();
  if (meaning.nothingRead) throw new InvalidInput('q', 'holds no word, license number or place');
  return {
    rows: rows.map((row) => ({
      ...toListItem(row, meaning.on, row.distanceMeters),
      issueDate: row.issueDate,
      filed: { businessName: row.businessName, dbaName: row.dbaName, city: row.city },
    })),
    nextCursor,
  };
}
