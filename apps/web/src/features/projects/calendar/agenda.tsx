import { dayWords } from '@namc/inputs/day-words';
import { Link } from '@tanstack/react-router';
import type { ProjectDate } from '../project-queries.ts';
import { dateWords, timeIn } from './date-words.ts';
import { weekdayOf } from './month.ts';

/** The days of a month that have dates, one below the other, for a phone. */
export function Agenda({ dates, today }: { dates: readonly ProjectDate[]; today: string }) {
  const days = Map.groupBy(dates, ({ day }) => day);
  return (
    <ol aria-label="Days with dates" className="space-y-4 md:hidden print:hidden">
      {[...days].map(([day, ofDay]) => (
        <li key={day}>
          <h4 className="font-semibold" aria-current={day === today ? 'date' : undefined}>
            {weekdayOf(day)}, {dayWords(day)}
            {day === today && <span className="text-info"> · Today</span>}
          </h4>
          <ul className="mt-1 divide-y divide-divider rounded-card border border-divider bg-surface">
            {ofDay.map((date) => (
              <li key={`${date.projectId} ${date.kind}`} className="relative px-4 py-3 hover:bg-info-tint">
                <p className="text-dense text-text-2">
                  {timeIn(date.at, date.deadlineTimeZone)} · {dateWords[date.kind]}
                  {date.isSiteWalkMandatory && date.kind === 'SITE_WALK' && ' · Bidders must join'}
                  {date.isOver && ' · Over'}
                </p>
                <Link
                  to="/projects/$id"
                  params={{ id: date.projectId }}
                  className="font-semibold wrap-anywhere text-link underline-offset-4 after:absolute after:inset-0 hover:underline"
                >
                  {date.title}
                </Link>
                {date.city && <p className="text-dense text-text-2">{date.city}</p>}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
