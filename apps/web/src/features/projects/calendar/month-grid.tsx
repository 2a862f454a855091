import { monthInWords } from '@namc/inputs/day-words';
import type { ProjectDateKind } from '@namc/inputs/projects';
import { Link } from '@tanstack/react-router';
import type { ProjectDate } from '../project-queries.ts';
import { dateWords, timeIn } from './date-words.ts';
import { weekdays, weeksOf } from './month.ts';

/** A day shows so many dates, and the others behind a line that opens. */
const shownAtOnce = 3;

const edges: Record<ProjectDateKind, string> = {
  BIDS: 'border-bad',
  QUESTIONS: 'border-info',
  SITE_WALK: 'border-ok',
};

/** A month as a table of weeks. */
export function MonthGrid({
  month,
  dates,
  today,
}: {
  month: string;
  dates: readonly ProjectDate[];
  today: string;
}) {
  const days = Map.groupBy(dates, ({ day }) => day);
  return (
    <table className="hidden w-full table-fixed border-collapse md:table print:table">
      <caption className="sr-only">The dates in {monthInWords(month)}</caption>
      <thead>
        <tr>
          {weekdays.map((weekday) => (
            <th
              key={weekday}
              scope="col"
              abbr={weekday}
              className="border border-divider bg-canvas px-2 py-1 text-left text-meta font-semibold text-text-2"
            >
              {weekday.slice(0, 3)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week.find((day) => day !== null)}>
            {week.map((day, place) => (
              <td
                key={day ?? weekdays[place]}
                aria-current={day === today ? 'date' : undefined}
                className={`h-24 border border-divider p-1 align-top ${day === null ? 'bg-canvas' : 'bg-surface'}`}
              >
                {day && <Day day={day} isToday={day === today} dates={days.get(day) ?? []} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, isToday, dates }: { day: string; isToday: boolean; dates: readonly ProjectDate[] }) {
  const more = dates.slice(shownAtOnce);
  return (
    <>
      <time
        dateTime={day}
        className={`inline-grid min-w-6 place-items-center rounded-full px-1 text-meta tabular-nums ${isToday ? 'bg-brand font-semibold text-on-brand' : 'text-text-2'}`}
      >
        {Number(day.slice(8))}
        {isToday && <span className="sr-only"> today</span>}
      </time>
      {dates.length > 0 && <Dates dates={dates.slice(0, shownAtOnce)} />}
      {more.length > 0 && (
        <details>
          <summary className="min-h-6 cursor-pointer px-1 text-meta text-link">{more.length} more</summary>
          <Dates dates={more} />
        </details>
      )}
    </>
  );
}

function Dates({ dates }: { dates: readonly ProjectDate[] }) {
  return (
    <ul className="mt-1 space-y-1">
      {dates.map((date) => (
        <li key={`${date.projectId} ${date.kind}`}>
          <Link
            to="/projects/$id"
            params={{ id: date.projectId }}
            className={`block min-h-6 border-l-4 px-1.5 py-0.5 text-meta hover:bg-info-tint ${edges[date.kind]}`}
          >
            <span className="block text-text-2">
              {dateWords[date.kind]},{' '}
              <span className="whitespace-nowrap">{timeIn(date.at, date.deadlineTimeZone)}</span>
              {date.isSiteWalkMandatory && date.kind === 'SITE_WALK' && ', bidders must join'}
            </span>
            <span className="line-clamp-2 font-semibold wrap-anywhere text-link">{date.title}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
