import { narrows } from '@namc/inputs/contractors';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { afterPaint } from '../../lib/after-paint.ts';
import { patiently } from '../../lib/connection.ts';
import { formatCapped, plural } from '../../lib/formats.ts';
import { useMedia, wide } from '../../lib/use-media.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { SkeletonLine, ThinBar } from '../../ui/skeleton.tsx';
import { useKeptPages } from '../../ui/use-kept-pages.ts';
import { MapFailure } from '../map/map-failure.tsx';
import { MapFrame } from '../map/map-frame.tsx';
import { Lights, MapLights } from '../map/map-lights.ts';
import { ViewToggle } from '../map/view-toggle.tsx';
import { appliedFilters } from './applied-filters.ts';
import { AskedTrades } from './asked-trades.ts';
import type { ContractorPage } from './contractor.ts';
import { ContractorList, ContractorListSkeleton } from './contractor-list.tsx';
import { countQuery, searchQuery, snapshotQuery } from './contractor-queries.ts';
import type { ContractorPageSearch } from './contractor-search.ts';
import { CountyTable } from './county-table.tsx';
import { FileAgeWarning } from './file-age-warning.tsx';
import { FilterChips } from './filters/filter-chips.tsx';
import { Filters } from './filters/filters.tsx';
import { rememberSearch } from './last-search.ts';
import { leftOutOfLink } from './link-words.ts';
import { NoContractors } from './no-contractors.tsx';
import { PrintedList } from './printed-list.tsx';
import { MapSummary, ResultSummary, SearchMeaning } from './result-summary.tsx';
import { SearchForm } from './search-form.tsx';
import { askedTrades } from './trades-of-search.ts';
import { isUnresolved, namesPlace } from './understood.ts';
import { UnderstoodLine } from './understood-line.tsx';
import { type ChangeSearch, useContractorSearch } from './use-contractor-search.ts';
import { useSoon } from './use-soon.ts';
import { inForceOf, overWords } from './words-in-force.ts';

const ContractorMap = lazy(patiently(() => import('./map/contractor-map.tsx')));
const nothing: ContractorPage['understood'] = [];

export function ContractorSearchPage() {
  const [search, changeAddress] = useContractorSearch();
  const asked = narrows(search);
  const results = useInfiniteQuery({ ...searchQuery(search), enabled: asked });
  useKeptPages('Contractors', results);
  const counted = useQuery({ ...countQuery(search), enabled: asked });
  // The warning about an old file stands above the rows, so they wait for it.
  const isAgeKnown = !useQuery(snapshotQuery()).isPending;
  const roomy = useMedia(wide);
  // The map waits for the first list and then stays for later searches.
  const [mapDue, setMapDue] = useState(false);
  if (!mapDue && (!asked || !results.isPending)) setMapDue(true);
  const announce = useAnnounce();
  // A phone has room for the results or for the form. A place that nobody knows is said at its field.
  const [isEditing, setEditing] = useState(false);
  const hasRoom = useMedia('(min-width: 48rem)');
  const mayFold = asked && !hasRoom;
  const wasSent = useRef(false);
  const editButton = useRef<HTMLButtonElement>(null);
  const form = useRef<HTMLDivElement>(null);
  const [lights] = useState(() => new MapLights());

  const answer = asked && isAgeKnown ? results.data?.pages[0] : undefined;
  const understood = answer?.understood ?? nothing;
  const inForce = useMemo(() => inForceOf(search, understood), [search, understood]);
  const read = useRef({ q: search.q, understood });
  useEffect(() => {
    read.current = { q: search.q, understood };
  });
  const change = useCallback<ChangeSearch>(
    (changed, how) => changeAddress(overWords(read.current.q, read.current.understood, changed), how),
    [changeAddress],
  );
  // A place in the words is elsewhere than the map's area, as one in the field “Near” is.
  const leavesArea = search.bounds !== undefined && !results.isPlaceholderData && namesPlace(understood);
  useEffect(() => {
    if (leavesArea) change({ bounds: undefined, at: undefined }, { replace: true });
  }, [leavesArea, change]);
  const first = leavesArea ? undefined : answer;
  const count = asked ? counted.data : undefined;
  const contractors = first ? (results.data?.pages.flatMap((page) => page.contractors) ?? []) : [];
  const stale = asked && (results.isPlaceholderData || counted.isPlaceholderData);
  const applied = appliedFilters(inForce, stale ? undefined : first);
  const words = applied.map(({ label }) => label);
  const leftOut = leftOutOfLink(search);
  useEffect(() => rememberSearch({ search, words }));
  const trades = useMemo(() => askedTrades(search.trades, understood), [search.trades, understood]);
  const empty = first !== undefined && contractors.length === 0;
  const isUnclear = first !== undefined && (first.placeUnknown || understood.some(isUnresolved));
  const isFolded = mayFold && !isEditing && !isUnclear;
  useEffect(() => {
    form.current?.style.removeProperty('visibility');
    // The field that had the focus is gone.
    if (isFolded && wasSent.current) editButton.current?.focus();
    wasSent.current = false;
  }, [isFolded]);
  const showMap = roomy || search.view === 'map';
  const showList = roomy || search.view === 'list';

  const total =
    stale || !count
      ? null
      : `${formatCapped(count.count, count.capped)} ${plural(count.count, 'contractor')}`;
  useEffect(() => {
    if (total) announce(`${total} found`);
  }, [total, announce]);

  const list = () => {
    // Gray rows would move down when the warning arrives above them.
    if (!isAgeKnown) return null;
    if (!asked) return <CountyTable />;
    if (results.isError && !first) {
      return (
        <ErrorPanel
          what="Couldn’t load the contractors"
          error={results.error}
          retry={() => void Promise.all([results.refetch(), counted.refetch()])}
        />
      );
    }
    if (!first) return <ContractorListSkeleton />;
    if (empty) {
      return <NoContractors search={inForce} applied={applied} change={change} page={first} />;
    }
    return (
      <ContractorList
        contractors={contractors}
        count={count}
        more={{
          has: results.hasNextPage,
          loading: results.isFetchingNextPage,
          error: results.isFetchNextPageError ? results.error : null,
        }}
        loadMore={() => results.fetchNextPage()}
      />
    );
  };

  return (
    <div className="space-y-4">
      <header>
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <PageHeading title={['Contractors', words.join(', ')].filter(Boolean).join(': ')}>
            Contractors
          </PageHeading>
          {mayFold && !isUnclear && (
            <Button
              ref={editButton}
              data-search-field={isFolded || undefined}
              aria-expanded={!isFolded}
              className="print:hidden"
              onClick={() => {
                const { current } = form;
                if (!isFolded || !current) return setEditing(false);
                // A phone shows its keyboard only for a field that has the focus before the tap ends. The form unfolds after that.
                current.style.visibility = 'visible';
                current.querySelector<HTMLInputElement>('[name=q]')?.focus({ preventScroll: true });
              }}
            >
              <Search aria-hidden className="size-4" />
              Edit search
            </Button>
          )}
        </div>
        <p className="hidden max-w-[70ch] text-text-2 sm:block">
          Licensed contractors in California, from the public file of the state license board.
        </p>
      </header>
      {/* A folded form is ready: a slow phone takes long to draw it. */}
      <div ref={form} className={isFolded ? 'invisible absolute h-0 w-full overflow-hidden' : undefined}>
        <SearchForm
          search={inForce}
          change={change}
          page={stale ? undefined : first}
          begin={() => void afterPaint().then(() => setEditing(true))}
          finish={() => {
            setEditing(false);
            wasSent.current = true;
          }}
        />
      </div>
      {leftOut && (
        <p role="status" className="text-dense">
          {leftOut}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-2 print:hidden">
        <Filters search={inForce} change={change} count={count} />
        {!roomy && <ListOrMap search={search} change={change} />}
      </div>
      {(!empty || !showList) && (
        <div className="print:hidden">
          <FilterChips applied={applied} change={change} />
        </div>
      )}
      {!asked && search.q !== '' && <p className="text-dense">Type at least two letters to search.</p>}

      <Lights value={lights}>
        <AskedTrades value={trades}>
          <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(0,44%)] lg:items-start lg:gap-6 print:block">
            {/* Paper shows the list, whatever the phone shows. */}
            <section
              aria-label="Results"
              aria-busy={stale || results.isPending}
              className={`space-y-2 ${showList ? '' : 'hidden print:block'}`}
            >
              <FileAgeWarning />
              {contractors.length > 0 && (
                <ResultSummary search={inForce} change={change} count={count} page={first} />
              )}
              {first && !stale && <UnderstoodLine page={first} search={inForce} change={change} />}
              {first && <SearchMeaning page={first} search={search} />}
              {asked && isAgeKnown && !first && !results.isError && (
                // As high as the summary that comes in its place.
                <div className="h-19.5 lg:h-18.5">
                  <SkeletonLine className="h-6 w-40" />
                </div>
              )}
              <ThinBar
                busy={!isAgeKnown || stale || (asked && results.isRefetching && !results.isFetchingNextPage)}
              />
              {list()}
              {contractors.length > 0 && <PrintedList applied={applied} />}
            </section>
            {!showList && (
              <div className="mb-2 space-y-2 print:hidden">
                <FileAgeWarning />
                {asked && (
                  <MapSummary
                    page={stale ? undefined : first}
                    search={inForce}
                    change={change}
                    total={total}
                    isEmpty={empty}
                  />
                )}
              </div>
            )}
            {showMap && (showList || isAgeKnown) && (
              <section
                aria-label="Map"
                className="h-[calc(100dvh-11rem)] min-h-96 print:hidden lg:sticky lg:top-6 lg:h-[calc(100dvh-19.5rem)]"
              >
                <MapFailure of="contractors">
                  <Suspense fallback={<MapFrame />}>
                    {mapDue ? (
                      <ContractorMap
                        search={search}
                        change={change}
                        place={first?.place ?? null}
                        understood={(!stale && first?.understood) || nothing}
                        total={total}
                      />
                    ) : (
                      <MapFrame />
                    )}
                  </Suspense>
                </MapFailure>
              </section>
            )}
          </div>
        </AskedTrades>
      </Lights>
    </div>
  );
}

function ListOrMap({ search, change }: { search: ContractorPageSearch; change: ChangeSearch }) {
  const [shown, choose] = useSoon(search, change);
  return <ViewToggle view={shown.view} choose={(view) => choose({ view }, { keepMap: true })} />;
}
