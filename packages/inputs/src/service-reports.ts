import { monthInWords } from './day-words.ts';
import { durationInWords, type LevelName, levelWords, percentInWords } from './service-levels.ts';

/** What is needed of a month to tell it in words. */
export interface MonthFigures {
  /** `2026-10` */
  month: string;
  levels: readonly {
    name: LevelName;
    target: number;
    unit: string;
    share: number | null;
    requests: number | null;
    over: number | null;
    p95: number | null;
    peak: number | null;
  }[];
  days: readonly { minutes: number; covered: number; requests: number; errors: number; over: number }[];
}

type ReportedLevel = MonthFigures['levels'][number];

const inWords = (count: number) => count.toLocaleString('en-US');

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

export interface LevelOfMonth {
  name: LevelName;
  title: string;
  promise: string;
  measured: string;
  outcome: 'Kept' | 'Not kept' | 'Unknown';
}

/** One line of the report’s table. A level without a measurement is unknown. */
export function levelOfMonth(level: ReportedLevel): LevelOfMonth {
  const { name, unit, target, share, requests, over, p95, peak } = level;
  const promise = promiseOf(level);
  const of = (measured: string, isKept: boolean | undefined): LevelOfMonth => ({
    name,
    title: levelWords[name],
    promise,
    measured,
    outcome: isKept === undefined ? 'Unknown' : isKept ? 'Kept' : 'Not kept',
  });
  if (name === 'pool') {
    return peak === null ? of('Not measured', undefined) : of(`${Math.round(peak)}% at most`, peak <= target);
  }
  if (share === null)
    return of(unit === 'hours' ? 'A drill measures it: see Backups' : 'Only a load test can tell', undefined);
  if (!requests) return of(name === 'availability' ? 'No probe asked' : 'Nothing was asked', undefined);
  const kept = 1 - (over ?? 0) / requests;
  if (p95 === null) return of(`${percentInWords(kept)} of ${inWords(requests)}`, kept >= share);
  return of(`${durationInWords(p95)}; ${percentInWords(kept)} in time`, kept >= share);
}

function promiseOf({ unit, target, share }: ReportedLevel): string {
  if (unit === 'ms') return `95 of 100 within ${durationInWords(target)}`;
  if (unit === '%') return share === null ? `under ${target}%` : `${target}%`;
  if (unit === 'hours') return `within ${target} ${target === 1 ? 'hour' : 'hours'}`;
  return `at least ${inWords(target)}`;
}

/** A month in a few sentences for somebody who reads nothing else. It says what is not known. */
export function monthInSentences({ month, levels, days }: MonthFigures): string[] {
  const name = monthInWords(month);
  const minutes = Math.floor(sum(days.map((day) => day.minutes)));
  const covered = sum(days.map((day) => day.covered));
  if (minutes === 0) return [`${name} hasn’t begun.`];
  if (covered === 0)
    return [
      `Nothing was measured in ${name}. Nobody knows how well the portal worked, so this report has no figures.`,
    ];
  const table = levels.map(levelOfMonth);
  const of = (outcome: LevelOfMonth['outcome']) => table.filter((level) => level.outcome === outcome);
  const requests = sum(days.map((day) => day.requests));
  const failed = sum(days.map((day) => day.errors));
  const broken = of('Not kept');
  const measured = table.length - of('Unknown').length;
  const missing = Math.max(0, minutes - covered);
  const isOver = days.every((day) => day.minutes > 22 * 60);
  return [
    `${isOver ? `In ${name}` : `In ${name} so far`} people and their browsers asked the portal ${inWords(requests)} times. ${
      failed === 0
        ? 'It answered every time.'
        : `It failed ${inWords(failed)} ${failed === 1 ? 'time' : 'times'}, and answered ${percentInWords(1 - failed / requests)}.`
    }`.replace(/ asked the portal 0 times\. It answered every time\./, ' asked the portal nothing.'),
    broken.length === 0
      ? `It kept ${measured === 1 ? 'the one promise that was' : `all ${measured} promises that were`} measured. ${of('Unknown').length} ${of('Unknown').length === 1 ? 'other is' : 'others are'} unknown.`
      : `It kept ${measured - broken.length} of ${measured} promises that were measured. It didn’t keep: ${broken.map(({ title }) => title.toLowerCase()).join(', ')}.`,
    missing === 0
      ? 'Every minute was measured.'
      : `Measurements cover ${percentInWords(covered / minutes)} of the time. Nothing is known about the other ${inWords(missing)} minutes, which may have been without the portal.`,
  ];
}
