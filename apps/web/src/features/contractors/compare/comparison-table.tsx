import { mostCompared } from '@namc/inputs/comparison';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { statusOf } from '../../../lib/api.ts';
import { plural } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { SkeletonLine } from '../../../ui/skeleton.tsx';
import type { License } from '../contractor.ts';
import { MemberBadge } from '../contractor-row.tsx';
import { comparedFacts } from './compared-facts.tsx';

export interface Column {
  licenseNumber: string;
  asked: UseQueryResult<License, unknown>;
}

/** Room for the terms and for each license, before the table scrolls by itself. */
const widths = ['', 'min-w-[18rem]', 'min-w-[29rem]', 'min-w-[40rem]', 'min-w-[51rem]'];

const cell = 'border-b border-divider px-3 py-2 text-left align-top font-normal wrap-anywhere';
const term = `${cell} sticky left-0 z-10 w-28 border-r bg-surface sm:w-44`;

/** A column for each license and a row for each fact. A row says so if its licenses differ. */
export function ComparisonTable({
  columns,
  remove,
}: {
  columns: Column[];
  remove: (licenseNumber: string) => void;
}) {
  const known = columns.flatMap(({ asked }) => asked.data ?? []);
  const rows = comparedFacts.map((fact) => ({
    ...fact,
    differs: new Set(known.map(fact.words)).size > 1,
  }));
  const different = rows.filter(({ differs }) => differs).length;
  return (
    <ScrollRegion
      aria-label="Comparison"
      // Words for screen readers are placed in the table, so that they make no page wider than its window.
      className="relative overflow-x-auto rounded-card border border-divider bg-surface print:overflow-visible"
    >
      <table
        className={`w-full table-fixed border-separate border-spacing-0 text-dense print:min-w-0 ${widths[columns.length]}`}
      >
        <caption className="px-3 py-2 text-left text-text-2">
          {/* It stays in view while the table scrolls aside. */}
          <span className="sticky left-3 inline-block">
            {known.length > 1
              ? `${different} of ${rows.length} ${plural(rows.length, 'row')} ${different === 1 ? 'differs' : 'differ'}.`
              : columns.length < mostCompared
                ? 'Add another contractor to see where they differ.'
                : 'Remove a contractor to add another.'}
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col" className={`${term} border-t font-semibold`}>
              License
            </th>
            {columns.map((column) => (
              <ColumnHead key={column.licenseNumber} column={column} remove={remove} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.term} className="break-inside-avoid">
              <th scope="row" className={term}>
                <span className={row.differs ? 'font-semibold' : 'text-text-2'}>{row.term}</span>
                {row.differs && <span className="block text-meta font-semibold text-accent">Differs</span>}
              </th>
              {columns.map(({ licenseNumber, asked }) =>
                asked.data ? (
                  <td key={licenseNumber} className={`${cell} ${row.differs ? '' : 'text-text-2'}`}>
                    {row.words(asked.data) === '' ? (
                      <span className="text-text-2">Not listed</span>
                    ) : (
                      (row.show?.(asked.data) ?? row.words(asked.data))
                    )}
                  </td>
                ) : (
                  at === 0 && (
                    <td key={licenseNumber} rowSpan={rows.length} className={cell}>
                      <Missing licenseNumber={licenseNumber} asked={asked} />
                    </td>
                  )
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function ColumnHead({
  column: { licenseNumber, asked },
  remove,
}: {
  column: Column;
  remove: (licenseNumber: string) => void;
}) {
  const name = asked.data?.name ?? `License ${licenseNumber}`;
  return (
    <th scope="col" className={`${cell} border-t`}>
      <span className="block text-body font-semibold">
        {asked.data ? (
          <Link
            to="/contractors/$license"
            params={{ license: licenseNumber }}
            className="inline-block min-h-6 text-link underline-offset-4 hover:underline"
          >
            {name}
          </Link>
        ) : (
          name
        )}
      </span>
      {asked.data && <span className="block text-text-2 tabular-nums">License {licenseNumber}</span>}
      {asked.data?.isNamcMember && (
        <span className="block">
          <MemberBadge />
        </span>
      )}
      <span className="block">
        <Button className="-ml-3 border-transparent px-3" onClick={() => remove(licenseNumber)}>
          <span>
            Remove<span className="sr-only"> {name}</span>
          </span>
        </Button>
      </span>
    </th>
  );
}

/** The place of the facts of a license that has none yet, or is not in the board's file. */
function Missing({ licenseNumber, asked }: Column): ReactNode {
  if (asked.isPending) return <SkeletonLine className="w-2/3" />;
  const status = statusOf(asked.error);
  if (status !== 404 && status !== 400)
    return (
      <ErrorPanel what="Couldn’t load this license" error={asked.error} retry={() => void asked.refetch()} />
    );
  return (
    <>
      We couldn’t find license {licenseNumber}. Check the number, or see{' '}
      <Link
        to="/contractors/$license"
        params={{ license: licenseNumber }}
        className="inline-block min-h-6 text-link underline underline-offset-4"
      >
        where to look it up
      </Link>
      .
    </>
  );
}
