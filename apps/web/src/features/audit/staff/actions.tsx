import { columnInWords, sentenceOfAction, valueInWords, wordsOf } from '@namc/inputs/audit-words';
import { tableInWords } from '@namc/inputs/audited-tables';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { filteredPageOptions } from '../../../lib/page-options.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { NothingFound } from '../../../ui/illustrations.tsx';
import type { AdminAction } from './audit-entry.ts';
import { Addresses, Details, linkClass, Request, Sentence } from './entry.tsx';
import type { AuditFilters } from './filters.ts';

/** Staff actions, with their reasons. */
export function Actions({ filters }: { filters: AuditFilters }) {
  const { kind: _, ...narrowed } = filters;
  const list = useInfiniteQuery(
    api.audit.listActions.infiniteQueryOptions({ ...narrowed, limit: 50 }, filteredPageOptions),
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
          <Sentence
            sentence={sentenceOfAction(row.action, row.targetUserId !== null)}
            entry={row}
            filters={filters}
          />
          {row.reason && (
            <p className="border-l-4 border-divider pl-3 break-words whitespace-pre-wrap">{row.reason}</p>
          )}
          <Details>
            <p>
              <Link
                to="/admin/audit"
                search={{ ...filters, action: row.action }}
                className={`inline-block py-0.5 ${linkClass}`}
              >
                All entries “{wordsOf(row.action)}”
              </Link>
            </p>
            <Particulars details={row.details} />
            <Addresses entry={row} />
            {row.targetTable && row.targetId && (
              <p className="text-text-2">
                In {tableInWords(row.targetTable).toLowerCase()}:{' '}
                <Link
                  to="/admin/audit"
                  search={{ kind: 'actions', tableName: row.targetTable, rowId: row.targetId }}
                  className={`break-all ${linkClass}`}
                >
                  {row.targetId}
                </Link>
              </p>
            )}
            <Request entry={row} other={['changes', 'See changes']} />
          </Details>
        </li>
      ))}
    </Entries>
  );
}

function Particulars({ details }: Pick<AdminAction, 'details'>) {
  const entries = Object.entries(details);
  if (entries.length === 0) return null;
  return (
    <dl className="grid gap-x-4 text-dense sm:grid-cols-[auto_minmax(0,1fr)]">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-text-2">{columnInWords(name)}</dt>
          <dd className="break-words">{valueInWords(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
