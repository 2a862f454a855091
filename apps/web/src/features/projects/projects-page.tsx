import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { statusOf } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { formatCount, plural } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Entries } from '../../ui/entries.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { NothingFound, NothingYet } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { PrintButton, PrintedAt } from '../../ui/print.tsx';
import { useMay, useSignedIn } from '../accounts/me.ts';
import { MapFailure } from '../map/map-failure.tsx';
import { MapFrame } from '../map/map-frame.tsx';
import { Lights, MapLights } from '../map/map-lights.ts';
import { ViewToggle } from '../map/view-toggle.tsx';
import { Refusal } from '../memberships/refusal.tsx';
import { nearestPlacesQuery } from '../places/place-queries.ts';
import { UnknownPlace } from '../places/unknown-place.tsx';
import { projectCountQuery, projectsQuery } from './project-queries.ts';
import { ProjectRow } from './project-row.tsx';
import {
  filtersOf,
  type ProjectChange,
  type ProjectSearch,
  projectDefaults,
  projectViews,
  rememberProjects,
  toAddress,
} from './project-search.ts';
import { ProjectsForm } from './projects-form.tsx';

const ProjectCalendar = lazy(patiently(() => import('./calendar/project-calendar.tsx')));
const ProjectsMap = lazy(patiently(() => import('./map/projects-map.tsx')));
const SaveProjectSearch = lazy(patiently(() => import('./save-project-search.tsx')));
const WordsLeftOut = lazy(patiently(() => import('../../ui/words-left-out.tsx')));

const orders = [
  ['deadline', 'First deadline'],
  ['newest', 'Newest'],
  ['nearest', 'Nearest'],
] as const;

/** Without a place nothing is near, and the list is by deadline. */
const orderOf = ({ order, near }: ProjectSearch) => (order === 'nearest' && !near ? 'deadline' : order);

/** The projects, by the filters in the address. */
export function ProjectsPage({
  search,
  change,
}: {
  search: ProjectSearch;
  change: (search: ProjectChange, how?: { replace?: boolean }) => void;
}) {
  const me = useSignedIn();
  const readsPlans = useMay('READ_PLANS');
  const mayPost = useMay('POST_PROJECT');
  // The form begins anew when Back or a link brings another search, and stays, with its focus, when it sent the search itself.
  const now = JSON.stringify(filtersOf(search));
  const [form, setForm] = useState({ key: now, sent: now, seen: now });
  if (form.seen !== now) setForm({ ...form, seen: now, key: now === form.sent ? form.key : now, sent: now });
  const send = (typed: ProjectSearch) => {
    const { view, month } = search;
    // Another place is elsewhere, and no project would be there and in the map’s area.
    const next = { ...typed, view, month, bounds: typed.near ? undefined : search.bounds };
    setForm((before) => ({ ...before, sent: JSON.stringify(filtersOf(next)) }));
    change(next);
  };
  const isCalendar = search.view === 'calendar';
  const [lights] = useState(() => new MapLights());
  useEffect(() => rememberProjects(toAddress(search)), [search]);
  const list = useInfiniteQuery({ ...projectsQuery(search), enabled: !isCalendar });
  // The map waits for the first list and then stays for later searches.
  const [mapDue, setMapDue] = useState(false);
  if (!mapDue && !list.isPending) setMapDue(true);
  const counted = useQuery(projectCountQuery(search));
  const announce = useAnnounce();
  const projects = list.data?.pages.flatMap(({ rows }) => rows) ?? [];
  // The place is the only part of a search that the portal may not know.
  const isUnknown = search.near !== '' && statusOf(isCalendar ? counted.error : list.error) === 400;
  const nearest = useQuery({ ...nearestPlacesQuery(search.near), enabled: isUnknown });
  const isStale = (list.isPlaceholderData && !isCalendar) || counted.isPlaceholderData;
  const total =
    counted.data !== undefined && !isStale
      ? `${formatCount(counted.data)} ${plural(counted.data, 'project')}`
      : null;
  useEffect(() => {
    if (total) announce(`${total} found`);
  }, [total, announce]);
  useEffect(() => {
    if (isUnknown) announce(`We couldn’t find “${search.near}.”`);
  }, [isUnknown, search.near, announce]);
  const isFiltered = Object.keys(toAddress(filtersOf(search))).length > 0;
  return (
    <div className={`space-y-4 ${search.view === 'map' ? '' : 'max-w-5xl'}`}>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <PageHeading title="Projects" />
          <p className="max-w-[70ch] text-text-2">
            Work that asks for bids.
            {!readsPlans && ' Active members see the contacts and the plans too.'}
          </p>
          {me?.standing !== 'NONE' && <Refusal act="POST_PROJECT" />}
        </div>
        {me && me.standing !== 'NONE' && (
          <div className="flex flex-wrap gap-2 print:hidden">
            <Link to="/bids" className={buttonClass()}>
              Your bids
            </Link>
            {mayPost && (
              <Link to="/projects/new" className={buttonClass()}>
                Post a project
              </Link>
            )}
          </div>
        )}
      </header>
      <ProjectsForm
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
        <section
          aria-label="Projects"
          aria-busy={isStale || (list.isPending && !isCalendar)}
          className="space-y-3"
        >
          <div className="flex min-h-11 flex-wrap items-center justify-between gap-2">
            <h2 className="text-lead font-semibold tabular-nums">
              {total ?? <span className="sr-only">Projects</span>}
            </h2>
            <div className="flex flex-wrap items-center gap-2 print:hidden">
              <ViewToggle
                view={search.view}
                views={projectViews}
                choose={(view) => change({ ...search, view, ...(view !== 'map' && { at: undefined }) })}
              />
              {!isCalendar && (
                <label className="flex items-center gap-2 text-dense">
                  <span>Order</span>
                  <select
                    value={orderOf(search)}
                    onChange={({ target }) =>
                      change({ ...search, order: target.value as ProjectSearch['order'] })
                    }
                    className={fieldClass}
                  >
                    {orders
                      .filter(([order]) => order !== 'nearest' || search.near)
                      .map(([order, words]) => (
                        <option key={order} value={order}>
                          {words}
                        </option>
                      ))}
                  </select>
                </label>
              )}
              {search.state === 'open' && (
                <Suspense>
                  <SaveProjectSearch filters={filtersOf(search)} />
                </Suspense>
              )}
              {(isCalendar || projects.length > 0) && (
                <PrintButton what={isCalendar ? 'this calendar' : 'this list'} isSmall />
              )}
            </div>
          </div>
          {search.bounds && (
            <p className="flex flex-wrap items-center gap-x-3 text-dense print:hidden">
              In the area of the map.
              <Button onClick={() => change({ ...search, bounds: undefined, at: undefined })}>
                Search everywhere
              </Button>
            </p>
          )}
          {isCalendar ? (
            <Suspense fallback={<Loading />}>
              <ProjectCalendar search={search} />
            </Suspense>
          ) : (
            <Lights value={lights}>
              <div
                className={
                  search.view === 'map'
                    ? 'lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(0,48%)] lg:items-start lg:gap-6 print:block'
                    : ''
                }
              >
                {search.view === 'map' && (
                  <section
                    aria-label="Map"
                    className="mb-4 h-[calc(100dvh-14rem)] min-h-96 print:hidden lg:sticky lg:top-6 lg:order-2 lg:h-[calc(100dvh-8rem)]"
                  >
                    <MapFailure of="projects">
                      <Suspense fallback={<MapFrame />}>
                        {mapDue ? (
                          <ProjectsMap search={search} change={change} total={total} />
                        ) : (
                          <MapFrame />
                        )}
                      </Suspense>
                    </MapFailure>
                  </section>
                )}
                {/* One part, so that “Load more” stays below the rows and beside the map. */}
                <div>
                  <Entries
                    label="Projects found"
                    what="Couldn’t load the projects"
                    list={list}
                    isEmpty={projects.length === 0}
                    empty={
                      <Empty
                        drawing={isFiltered ? <NothingFound /> : <NothingYet />}
                        title={isFiltered ? 'No projects match' : 'No projects are open yet'}
                      >
                        {isFiltered ? (
                          <>
                            <p>Try fewer filters or a longer distance.</p>
                            <Button
                              className="mt-3"
                              onClick={() => change({ ...projectDefaults, view: search.view })}
                            >
                              Clear all filters
                            </Button>
                          </>
                        ) : (
                          <p>New projects show here as soon as they are published.</p>
                        )}
                      </Empty>
                    }
                  >
                    {projects.map((project) => (
                      <ProjectRow key={project.id} project={project} />
                    ))}
                  </Entries>
                </div>
              </div>
            </Lights>
          )}
          <PrintedAt />
        </section>
      )}
    </div>
  );
}
