import { columnInWords, isKeptOut, sentenceOfChange, valueInWords } from '@namc/inputs/audit-words';
import { tableInWords } from '@namc/inputs/audited-tables';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { filteredPageOptions } from '../../../lib/page-options.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { NothingFound } from '../../../ui/illustrations.tsx';
import type { RowChange } from './audit-entry.ts';
import { Addresses, Details, linkClass, Request, Sentence } from './entry.tsx';
import type { AuditFilters } from './filters.ts';

const whomOf = ({ userId, targetUserId }: RowChange) =>
  targetUserId === null ? 'nobody' : targetUserId === userId ? 'self' : 'other';

/** Changed rows, with the values before and after. */
export function Changes({ filters }: { filters: AuditFilters }) {
  const { kind: _, ...narrowed } = filters;
  const list = useInfiniteQuery(
    api.audit.listChanges.infiniteQueryOptions({ ...narrowed, limit: 50 }, filteredPageOptions),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Entries
      label="Entries"
      what="Couldn’t load the audit trail"
      list={list}
      isEmpty={rows.length === 0}
      empty={<Empty drawing={<NothingFound />} title="No entries match." />}
    >
      {rows.map((row) => (
        <li key={row.id} className="space-y-1 p-4">
          <Sentence sentence={sentenceOfChange(row, whomOf(row))} entry={row} filters={filters} />
          <Details>
            <BeforeAndAfter operation={row.operation} changes={row.changes} />
            <Addresses entry={row} />
            <p className="flex flex-wrap gap-x-4">
              <Link
                to="/admin/audit"
                search={{ kind: 'changes', tableName: row.tableName, rowId: row.rowId }}
                className={`inline-block py-0.5 ${linkClass}`}
              >
                History of this record
              </Link>
              <Link
                to="/admin/audit"
                search={{ ...filters, tableName: row.tableName, rowId: undefined }}
                className={`inline-block py-0.5 ${linkClass}`}
              >
                All changes to {tableInWords(row.tableName).toLowerCase()}
              </Link>
            </p>
            <Request entry={row} other={['actions', 'See staff actions']} />
          </Details>
        </li>
      ))}
    </Entries>
  );
}

/** A table with both values. On a phone the cells stack, each with its heading. */
function BeforeAndAfter({ operation, changes }: Pick<RowChange, 'operation' | 'changes'>) {
  // Empty values of a new or deleted row carry no information.
  const columns = Object.entries(changes).filter(
    ([, [before, after]]) => operation === 'UPDATE' || (operation === 'INSERT' ? after : before) !== null,
  );
  const sides = [...(operation === 'INSERT' ? [] : ['Before']), ...(operation === 'DELETE' ? [] : ['After'])];
  if (columns.length === 0) return null;
  return (
    <table className="w-full max-w-4xl table-fixed text-dense max-sm:block">
      <thead className="max-sm:sr-only">
        <tr className="text-left text-text-2">
          {['Field', ...sides].map((heading) => (
            <th key={heading} scope="col" className="py-1 pr-4 font-normal">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {columns.map(([column, values]) => (
          <tr key={column} className="border-t border-divider align-top max-sm:block max-sm:py-1">
            <th
              scope="row"
              title={column}
              className="py-1 pr-4 text-left font-semibold break-words max-sm:block max-sm:py-0"
            >
              {columnInWords(column)}
            </th>
            {isKeptOut(values) ? (
              <td colSpan={sides.length} className="py-1 text-text-2 max-sm:block max-sm:py-0">
                Changed. The log doesn’t keep these values.
              </td>
            ) : (
              sides.map((side) => (
                <td key={side} className="py-1 pr-4 break-words max-sm:block max-sm:py-0">
                  <span className="text-text-2 sm:hidden">{side}: </span>
                  {valueInWords(values[side === 'Before' ? 0 : 1])}
                </td>
              ))
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
