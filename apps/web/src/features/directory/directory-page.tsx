import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { statusOf } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { formatCapped, plural } from '../../lib/formats.ts';
import { useMedia, wide } from '../../lib/use-media.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Entries } from '../../ui/entries.tsx';
import { NothingFound } from '../../ui/illustrations.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { PrintButton, PrintedAt } from '../../ui/print.tsx';
import { useMay, useSignedIn } from '../accounts/me.ts';
import { MapFailure } from '../map/map-failure.tsx';
import { MapFrame } from '../map/map-frame.tsx';
import { Lights, MapLights } from '../map/map-lights.ts';
import { ViewToggle } from '../map/view-toggle.tsx';
import { RenewLink } from '../memberships/renew-link.tsx';
import { nearestPlacesQuery } from '../places/place-queries.ts';
import { UnknownPlace } from '../places/unknown-place.tsx';
import { DirectoryForm } from './directory-form.tsx';
import { directoryCountQuery, directoryQuery } from './directory-queries.ts';
import {
  type DirectoryChange,
  type DirectorySearch,
  directoryDefaults,
  downloadHref,
  filtersInUse,
  filtersOf,
  toAddress,
} from './directory-search.ts';
import { FirmRow } from './firm-row.tsx';
import { rememberDirectory } from './last-directory.ts';

const DirectoryMap = lazy(patiently(() => import('./map/directory-map.tsx')));
const WordsLeftOut = lazy(patiently(() => import('../../ui/words-left-out.tsx')));

/** The member firms, by the filters in the address: a list, and a map beside it. */
export function DirectoryPage({
  search,
  change,
}: {
  search: DirectorySearch;
  change: (search: DirectoryChange, how?: { replace?: boolean }) => void;
}) {
  const me = useSignedIn();
  const isMember = useMay('READ_DIRECTORY');
  // The form begins anew when Back or a link brings another search, and stays, with its focus, when it sent the search itself.
  const now = JSON.stringify(filtersOf(search));
  const [form, setForm] = useState({ key: now, sent: now, seen: now });
  if (form.seen !== now) setForm({ ...form, seen: now, key: now === form.sent ? form.key : now, sent: now });
  const send = (typed: DirectorySearch) => {
    // Another place is elsewhere, and nobody would be there and in the map’s area.
    const next = { ...typed, view: search.view, bounds: typed.near ? undefined : search.bounds };
    setForm((before) => ({ ...before, sent: JSON.stringify(filtersOf(next)) }));
    change(next);
  };
  const roomy = useMedia(wide);
  const showMap = roomy || search.view === 'map';
  const showList = roomy || search.view === 'list';
  useEffect(() => rememberDirectory(toAddress(search)), [search]);
  const [lights] = useState(() => new MapLights());
  const list = useInfiniteQuery(directoryQuery(search));
  // The map waits for the first list and then stays for later searches.
  const [mapDue, setMapDue] = useState(false);
  if (!mapDue && !list.isPending) setMapDue(true);
  const counted = useQuery(directoryCountQuery(search));
  const announce = useAnnounce();
  const firms = list.data?.pages.flatMap(({ rows }) => rows) ?? [];
  // The place is the only part of a search that the portal may not know.
  const isUnknown = search.near !== '' && statusOf(list.error) === 400;
  const nearest = useQuery({ ...nearestPlacesQuery(search.near), enabled: isUnknown });
  const isStale = list.isPlaceholderData || counted.isPlaceholderData;
  const total =
    counted.data && !isStale
      ? `${formatCapped(counted.data.count, counted.data.capped)} ${plural(counted.data.count, 'firm')}`
      : null;
  useEffect(() => {
    if (total) announce(`${total} found`);
  }, [total, announce]);
  useEffect(() => {
    if (isUnknown) announce(`We couldn’t find “${search.near}.”`);
  }, [isUnknown, search.near, announce]);
  const isFiltered = filtersInUse(search).length > 0;
  const seesAll = me?.permissions.includes('members.read') && me.hasGivenSecondFactor;
  return (
    <div className="space-y-4">
      <header>
        <PageHeading title="Directory" />
        <p className="max-w-[70ch] text-text-2">
          Firms of NAMC NorCal members.
          {!isMember && ' Active members see more of each firm.'}
          <RenewLink />
        </p>
        {isMember && (
          <p className="print:hidden">
            <Link
              to="/directory/team-up"
              className="inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-8"
            >
              Find a team for a job
            </Link>
          </p>
        )}
      </header>
      <DirectoryForm
        key={form.key}
        search={search}
        change={send}
        problem={isUnknown ? 'place-problem' : undefined}
      />
      {search.isCut && (
        <Suspense>
          <WordsLeftOut />
        </Suspense>
      )}
      {isUnknown ? (
        <UnknownPlace
          id="place-problem"
          near={search.near}
          nearest={nearest.data ?? []}
          choose={(near) => change({ ...search, near })}
        />
      ) : (
        <>
          {(!roomy || search.bounds) && (
            <div className="flex flex-wrap items-center justify-between gap-2 print:hidden">
              {search.bounds ? (
                <p className="flex flex-wrap items-center gap-x-3 text-dense">
                  In the area of the map.
                  <Button onClick={() => change({ ...search, bounds: undefined, at: undefined })}>
                    Search everywhere
                  </Button>
                </p>
              ) : (
                <span />
              )}
              {!roomy && <ViewToggle view={search.view} choose={(view) => change({ ...search, view })} />}
            </div>
          )}
          <Lights value={lights}>
            <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(0,44%)] lg:items-start lg:gap-6 print:block">
              {/* Paper shows the list, whatever the phone shows. */}
              <section
                aria-label="Firms"
                aria-busy={isStale || list.isPending}
                className={`space-y-3 ${showList ? '' : 'hidden print:block'}`}
              >
                <div className="flex min-h-11 flex-wrap items-center justify-between gap-2">
                  <h2 className="text-lead font-semibold tabular-nums">
                    {total ?? <span className="sr-only">Firms</span>}
                  </h2>
                  {firms.length > 0 && (
                    <div className="flex gap-2 print:hidden">
                      {seesAll && (
                        <a
                          href={downloadHref(search)}
                          download
                          className={buttonClass('secondary', 'max-sm:px-3')}
                        >
                          <Download aria-hidden className="size-4" />
                          <span className="max-sm:sr-only">Download</span>
                          <span className="sr-only"> these firms as CSV</span>
                        </a>
                      )}
                      <PrintButton what="this list" isSmall />
                    </div>
                  )}
                </div>
                <Entries
                  label="Member firms"
                  what="Couldn’t load the directory"
                  list={list}
                  isEmpty={firms.length === 0}
                  empty={
                    <Empty
                      drawing={<NothingFound />}
                      title={isFiltered ? 'No firms match' : 'No firms are listed yet'}
                    >
                      {isFiltered && (
                        <>
                          <p>Try fewer filters or a longer distance.</p>
                          <Button className="mt-3" onClick={() => change(directoryDefaults)}>
                            Clear all filters
                          </Button>
                        </>
                      )}
                    </Empty>
                  }
                >
                  {firms.map((firm) => (
                    <FirmRow key={firm.id} firm={firm} />
                  ))}
                </Entries>
                <PrintedAt />
              </section>
              {!showList && total && <p className="mb-2 font-semibold tabular-nums print:hidden">{total}</p>}
              {showMap && (
                <section
                  aria-label="Map"
                  className="h-[calc(100dvh-11rem)] min-h-96 print:hidden lg:sticky lg:top-6 lg:h-[calc(100dvh-8rem)]"
                >
                  <MapFailure of="firms">
                    <Suspense fallback={<MapFrame />}>
                      {mapDue ? <DirectoryMap search={search} change={change} total={total} /> : <MapFrame />}
                    </Suspense>
                  </MapFailure>
                </section>
              )}
            </div>
          </Lights>
        </>
      )}
      <p className="text-dense text-text-2 print:hidden">
        Looking for any licensed contractor in California?{' '}
        <Link to="/contractors" className="text-link underline underline-offset-4">
          Search all contractors
        </Link>
      </p>
    </div>
  );
}
