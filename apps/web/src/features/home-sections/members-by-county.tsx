import type { County } from '@namc/inputs/california';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useId } from 'react';
import { patiently } from '../../lib/connection.ts';
import { formatCount } from '../../lib/formats.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import type { HomePageContent } from './home-section.ts';

// The outlines come after the words.
const CountyPicture = lazy(
  patiently(() => import('./county-picture.tsx').then((file) => ({ default: file.CountyPicture }))),
);

/** The counties with members: a picture, and the same as a table that leads to the firms. */
export function MembersByCounty({ byCounty }: Pick<HomePageContent, 'byCounty'>) {
  const id = useId();
  if (byCounty.length === 0) return null;
  return (
    <div className="mt-8 grid items-center gap-6 rounded-card border border-divider bg-surface p-5 shadow-card sm:grid-cols-[minmax(0,1fr)_minmax(0,20rem)] sm:p-8">
      <div className="mx-auto aspect-[10/11] w-full max-w-96">
        <Suspense>
          <CountyPicture byCounty={byCounty} />
        </Suspense>
      </div>
      <div className="min-w-0">
        <h3 id={id} className="text-h3 font-semibold">
          Where our members are
        </h3>
        {/* A long list scrolls by itself, and the focus can be on it. */}
        <ScrollRegion
          aria-labelledby={id}
          className="mt-3 max-h-72 overflow-y-auto rounded-control border border-divider"
        >
          <table className="w-full text-dense">
            <thead className="sticky top-0 bg-surface text-left text-text-2">
              <tr>
                <th scope="col" className="px-3 py-2 font-semibold">
                  County
                </th>
                <th scope="col" className="px-3 py-2 text-right font-semibold">
                  Members
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-divider">
              {byCounty.map(({ county, members }) => (
                <tr key={county}>
                  <td className="px-3">
                    <Link
                      to="/contractors"
                      search={{ member: true, counties: [county as County] }}
                      className="inline-flex min-h-11 items-center text-link underline-offset-4 hover:underline lg:min-h-9"
                    >
                      {county}
                    </Link>
                  </td>
                  <td className="px-3 text-right tabular-nums">{formatCount(members)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </div>
    </div>
  );
}
