import { monthInWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarPlus, ChevronLeft, ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { formatCount, plural } from '../../../lib/formats.ts';
import { stringifySearchParams } from '../../../lib/search-params.ts';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { NothingYet } from '../../../ui/illustrations.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { projectDatesQuery } from '../project-queries.ts';
import { filtersOf, type ProjectSearch, toAddress } from '../project-search.ts';
import { Agenda } from './agenda.tsx';
import { monthAfter } from './month.ts';
import { MonthGrid } from './month-grid.tsx';

/** The address of a file with the dates of the projects of this search, for a calendar program. */
const calendarHref = (search: ProjectSearch): string =>
  `/api/projects.ics${stringifySearchParams(filtersOf(search))}`;

/** The dates of the projects of a search, a month at a time: a grid, and on a phone the days that have dates. */
export default function ProjectCalendar({ search }: { search: ProjectSearch }) {
  const calendar = useQuery(projectDatesQuery(search));
  const { data, isPlaceholderData } = calendar;
  const announce = useAnnounce();
  const month = search.month ?? (isPlaceholderData ? undefined : data?.month);
  const count = data && !isPlaceholderData ? data.dates.length : undefined;
  useEffect(() => {
    if (month && count !== undefined)
      announce(`${monthInWords(month)}: ${formatCount(count)} ${plural(count, 'date')}`);
  }, [month, count, announce]);
  const isNow = data && month === data.today.slice(0, 7);
  return (
    <section aria-label="Calendar" aria-busy={calendar.isPending || isPlaceholderData} className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-lead font-semibold">{month ? monthInWords(month) : 'This month'}</h3>
        <nav aria-label="Months" className="flex flex-wrap gap-2 print:hidden">
          <To search={search} month={month && monthAfter(month, -1)} label="Previous month">
            <ChevronLeft aria-hidden className="size-5" />
          </To>
          <Link
            to="/projects"
            search={toAddress({ ...search, month: undefined })}
            resetScroll={false}
            aria-current={isNow ? 'true' : undefined}
            className={buttonClass()}
          >
            Today
          </Link>
          <To search={search} month={month && monthAfter(month, 1)} label="Next month">
            <ChevronRight aria-hidden className="size-5" />
          </To>
          <a href={calendarHref(search)} download className={buttonClass('secondary', 'max-sm:px-3')}>
            <CalendarPlus aria-hidden className="size-4" />
            <span className="max-sm:sr-only">Download</span>
            <span className="sr-only"> these projects’ dates for a calendar program</span>
          </a>
        </nav>
      </div>
      {calendar.isPending && <Loading />}
      {calendar.isError && !data && (
        <ErrorPanel
          what="Couldn’t load the calendar"
          error={calendar.error}
          retry={() => void calendar.refetch()}
        />
      )}
      {data && (
        <>
          {data.dates.length > 0 ? (
            <Agenda dates={data.dates} today={data.today} />
          ) : (
            <Empty drawing={<NothingYet />} title={`No dates in ${monthInWords(data.month)}`}>
              <p>
                {data.later || data.earlier
                  ? 'The projects that match have dates in other months.'
                  : 'The projects that match have no dates.'}
              </p>
              <p className="mt-3 flex flex-wrap justify-center gap-2">
                <Jump search={search} month={data.earlier} words="Back to" />
                <Jump search={search} month={data.later} words="On to" />
              </p>
            </Empty>
          )}
          <MonthGrid month={data.month} dates={data.dates} today={data.today} />
          <p className="text-meta text-text-2">
            {data.isCapped &&
              `This month has too many dates to show all of them: these are the first ${formatCount(data.dates.length)}. `}
            Each time is on the clocks of its project, with the zone beside it.
          </p>
        </>
      )}
    </section>
  );
}

function To({
  search,
  month,
  label,
  children,
}: {
  search: ProjectSearch;
  month: string | undefined;
  label: string;
  children: ReactNode;
}) {
  if (!month) return null;
  return (
    <Link
      to="/projects"
      search={toAddress({ ...search, month })}
      resetScroll={false}
      aria-label={label}
      className={buttonClass('secondary', 'px-3')}
    >
      {children}
    </Link>
  );
}

function Jump({ search, month, words }: { search: ProjectSearch; month: string | null; words: string }) {
  if (!month) return null;
  return (
    <Link
      to="/projects"
      search={toAddress({ ...search, month })}
      resetScroll={false}
      className={buttonClass()}
    >
      {words} {monthInWords(month)}
    </Link>
  );
}
