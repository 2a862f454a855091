import { queues } from '../../engine/queue/queues.ts';
import { nextRun } from '../../engine/queue/schedule.ts';
import { californiaDay } from './california-day.ts';

/**
 * Holidays on a date. One that falls on a Sunday is kept on the Monday after it. Veterans Day on a Saturday is kept on the Friday
 * before; another on a Saturday closes no working day.
 */
const veteransDay = '11-11';
const onDates = ['01-01', '03-31', '07-04', veteransDay, '12-25'];

/** Holidays on a weekday of a month: month, weekday (Monday is 1), and which of them, -1 for the last. */
const onWeekdays: [month: number, weekday: number, which: number][] = [
  [1, 1, 3],
  [2, 1, 3],
  [5, 1, -1],
  [9, 1, 1],
  [11, 4, 4],
];

const dayMs = 86_400_000;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/**
 * True for a day (`YYYY-MM-DD`) on which the State of California's offices are closed for a holiday, the license board's among
 * them. Source: Government Code 19853 (a) and (b), with the day after Thanksgiving.
 */
export function isStateHoliday(day: string): boolean {
  const year = Number(day.slice(0, 4));
  const dates = onDates.map((date) => {
    const time = Date.parse(`${year}-${date}`);
    const weekday = new Date(time).getUTCDay();
    if (weekday === 6 && date === veteransDay) return time - dayMs;
    return weekday === 0 ? time + dayMs : time;
  });
  const weekdays = onWeekdays.map((holiday) => nthWeekday(year, holiday));
  const thanksgiving = weekdays.at(-1) ?? 0;
  return [...dates, ...weekdays, thanksgiving + dayMs].some((time) => dayOf(time) === day);
}

function nthWeekday(
  year: number,
  [month, weekday, which]: [month: number, weekday: number, which: number],
): number {
  if (which < 0) {
    const last = Date.UTC(year, month, 0);
    return last - ((new Date(last).getUTCDay() - weekday + 7) % 7) * dayMs;
  }
  const first = Date.UTC(year, month - 1, 1);
  return first + (((weekday - new Date(first).getUTCDay() + 7) % 7) + (which - 1) * 7) * dayMs;
}

/** The first time after an instant at which the worker fetches the license board's file: 6:30 AM on a working day of the board. */
export function nextFetchAfter(instant: Date): Date {
  const next = nextRun(queues['fetch-license-file'].cron, instant);
  return isStateHoliday(californiaDay(next)) ? nextFetchAfter(next) : next;
}
