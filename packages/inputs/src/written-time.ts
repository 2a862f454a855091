import { clockTimeOf } from './clock-time.ts';
import { readFiledDate } from './filed-date.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+/i;
const pacific = /\s*\(?\b(?:p[sd]?t|pacific(?: (?:standard|daylight))?(?: time)?)\)?$/i;
const otherZone = /\b(?:[ecmha][sd]t|utc|gmt|eastern|central|mountain)\b/i;
const offset = /T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
const timeAtEnd =
  /(?:^|,?\s+(?:at|by|@)\s*|,?\s+|T)(\d{1,2})(?::(\d{2}))?(?::\d{2}(?:\.0+)?)?\s*([ap])\.?m\.?$/i;
const dayTimeAtEnd = /(?:^|,?\s+(?:at|by|@)\s*|,?\s+|T)(\d{1,2}):(\d{2})(?::\d{2}(?:\.0+)?)?$/i;

/** A day as a list may write it: 12/15/2026, 12/15/26, 2026-12-15, Dec 15, 2026 or 15-Dec-2026, as `YYYY-MM-DD`. */
function readDay(text: string): string | null {
  const short = /^(\d{1,2}\/\d{1,2}\/)(\d{2})$/.exec(text);
  if (short) return readFiledDate(`${short[1]}20${short[2]}`);
  const first = /^([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i.exec(text);
  const second = /^(\d{1,2})[-\s]([a-z]{3})[a-z]*\.?[-,\s]+(\d{4})$/i.exec(text);
  const [name, day, year] = first
    ? [first[1], first[2], first[3]]
    : second
      ? [second[2], second[1], second[3]]
      : [];
  if (!name) return readFiledDate(text);
  return readFiledDate(`${months.indexOf(name.toLowerCase()) + 1}/${day}/${year}`);
}

/** `14:00` of a time of day as a list may write it: 2 PM, 2:00 p.m., 14:00; null for any other text. */
export function readTimeOfDay(text: string): string | null {
  const typed = text.trim().replace(pacific, '');
  const twelve = timeAtEnd.exec(typed);
  const day = twelve ?? dayTimeAtEnd.exec(typed);
  if (day?.index !== 0) return /^noon$/i.test(typed) ? '12:00' : null;
  const hour = hourOf(Number(day[1]), twelve?.[3]);
  const minute = day[2] ?? '00';
  return hour === null || Number(minute) > 59 ? null : `${String(hour).padStart(2, '0')}:${minute}`;
}

function hourOf(typed: number, half: string | undefined): number | null {
  if (!half) return typed <= 23 ? typed : null;
  if (typed < 1 || typed > 12) return null;
  return (typed % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** The time on the clocks of California (`2026-12-15T14:00`), or why the text is none. */
export type WrittenTime = { time: string } | { fault: string };

const noTime = { fault: 'must be a date and a time, such as 12/15/2026 2:00 PM' };

/**
 * Reads a date and a time as lists of bids write them. Without a zone it is Pacific time; another zone counts with an offset alone.
 * `timeOfDay` stands for the time of a date without one.
 */
export function readWrittenTime(written: string, timeOfDay: string | null = null): WrittenTime {
  const text = written.trim().replace(weekday, '');
  if (offset.test(text)) {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? noTime : { time: clockTimeOf(at, 'America/Los_Angeles') };
  }
  const local = text.replace(pacific, '');
  if (otherZone.test(local)) return { fault: 'must be in Pacific time' };
  const day = readDay(local);
  if (day)
    return timeOfDay
      ? { time: `${day}T${timeOfDay}` }
      : { fault: 'needs a time of day too, such as 12/15/2026 2:00 PM' };
  const said = (timeAtEnd.exec(local) ?? dayTimeAtEnd.exec(local))?.[0];
  const time = said && readTimeOfDay(said.replace(/^(?:,?\s*(?:at|by|@)?\s*|T)/i, ''));
  const dated = said && readDay(local.slice(0, -said.length).replace(/,$/, ''));
  return time && dated ? { time: `${dated}T${time}` } : noTime;
}
