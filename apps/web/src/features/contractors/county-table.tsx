import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../lib/formats.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SkeletonLine } from '../../ui/skeleton.tsx';
import { countiesQuery } from './contractor-queries.ts';
import { isCounty } from './county-names.ts';

/** Gray bars need no other identity than their position. */
const waitingRows = [...'abcdefghijkl'];

/** A starting point for a search when nothing has been asked yet. */
export function CountyTable() {
  const counties = useQuery(countiesQuery());
  if (counties.isError) {
    return (
      <ErrorPanel
        what="Couldn’t load the counties"
        error={counties.error}
        retry={() => void counties.refetch()}
      />
    );
  }
  if (counties.data?.length === 0) {
    return (
      <p className="rounded-card border border-divider bg-surface p-4">
        No contractor file has been imported yet. Counties appear here after the first import.
      </p>
    );
  }
  return (
    <div className="overflow-hidden rounded-card border border-divider bg-surface">
      <table className="w-full text-dense">
        <caption className="border-b border-divider px-4 py-3 text-left text-body font-semibold">
          Contractors by county
          <span className="block text-dense font-normal text-text-2">
            Northern California first, and the largest counties before the others
          </span>
        </caption>
        <thead>
          <tr className="border-b border-divider text-left text-text-2">
            <th scope="col" className="px-4 py-2 font-semibold">
              County
            </th>
            <th scope="col" className="px-4 py-2 text-right font-semibold">
              Contractors
            </th>
            <th scope="col" className="hidden px-4 py-2 text-right font-semibold sm:table-cell">
              NAMC members
            </th>
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {(counties.data ?? []).map(({ county, contractors, members }) => (
            <tr key={county} className="border-b border-divider last:border-b-0 hover:bg-info-tint">
              <th scope="row" className="text-left font-normal">
                {isCounty(county) ? (
                  <Link
                    to="/contractors"
                    search={{ counties: [county] }}
                    resetScroll
                    className="flex min-h-11 items-center px-4 text-link underline-offset-4 hover:underline lg:min-h-9"
                  >
                    {county}
                  </Link>
                ) : (
                  <span className="px-4">{county}</span>
                )}
              </th>
              <td className="px-4 text-right">{formatCount(contractors)}</td>
              <td className="hidden px-4 text-right sm:table-cell">
                {members > 0 ? formatCount(members) : '–'}
              </td>
            </tr>
          ))}
          {counties.isPending && <WaitingRows />}
        </tbody>
      </table>
    </div>
  );
}

function WaitingRows() {
  return waitingRows.map((row) => (
    <tr key={row} aria-hidden className="h-11 border-b border-divider lg:h-9">
      <td className="px-4">
        <SkeletonLine className="w-32" />
      </td>
      <td className="px-4">
        <SkeletonLine className="ml-auto w-12" />
      </td>
      <td className="hidden sm:table-cell" />
    </tr>
  ));
}
