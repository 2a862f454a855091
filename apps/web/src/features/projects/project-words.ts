import type { ProjectStatus, projectCategories } from '@namc/inputs/projects';
import { tradeSkills } from '@namc/inputs/skills';
import { formatCents, formatCount, formatInstant, lazily, plural } from '../../lib/formats.ts';
import { tradeLabel } from '../contractors/trade-names.ts';

export const categoryWords: Record<(typeof projectCategories)[number], string> = {
  COMMERCIAL: 'Commercial',
  RESIDENTIAL: 'Residential',
  PUBLIC_WORKS: 'Public works',
  INFRASTRUCTURE: 'Infrastructure',
  INDUSTRIAL: 'Industrial',
  TENANT_IMPROVEMENT: 'Tenant improvement',
};
export const categoryChoices = Object.entries(categoryWords).map(([value, label]) => ({ value, label }));

export const stageWords: Record<ProjectStatus, string> = {
  DRAFT: 'Draft',
  PUBLISHED: 'Announced',
  BIDDING_OPEN: 'Open for bids',
  CLOSED: 'Closed',
  AWARDED: 'Awarded',
  CANCELLED: 'Canceled',
};
export const stageTones = {
  DRAFT: 'quiet',
  PUBLISHED: 'info',
  BIDDING_OPEN: 'ok',
  CLOSED: 'quiet',
  AWARDED: 'accent',
  CANCELLED: 'bad',
} as const satisfies Record<ProjectStatus, string>;

const skillNames: Record<string, string> = tradeSkills;

/** The name of a class or a skill. */
export const workLabel = (code: string): string => skillNames[code] ?? tradeLabel(code);

export function budgetWords(least: number | null, most: number | null): string | null {
  if (least !== null && most !== null)
    return least === most ? formatCents(most) : `${formatCents(least)} to ${formatCents(most)}`;
  if (most !== null) return `Up to ${formatCents(most)}`;
  return least === null ? null : `From ${formatCents(least)}`;
}

export const goalWords = (goals: Record<string, number>): string =>
  Object.entries(goals)
    .map(([kind, percent]) => `${kind} ${percent}%`)
    .join(', ');

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** “9 days left”: two days and more in days, then hours, then minutes. */
export function leftWords(seconds: number): string {
  if (seconds <= 0) return 'The deadline has passed';
  if (seconds < minute) return 'Less than a minute left';
  const [count, unit] =
    seconds >= 2 * day
      ? ([Math.floor(seconds / day), 'day'] as const)
      : seconds >= 2 * hour
        ? ([Math.floor(seconds / hour), 'hour'] as const)
        : ([Math.floor(seconds / minute), 'minute'] as const);
  return `${formatCount(count)} ${plural(count, unit)} left`;
}

const california = 'America/Los_Angeles';
const formats = new Map<string, () => Intl.DateTimeFormat>();

/** “Tue, Dec 8, 2026, 3:00 PM PST”, on the clocks of a zone. */
export function instantIn(at: string | Date, timeZone: string): string {
  if (timeZone === california) return formatInstant(at);
  let format = formats.get(timeZone);
  if (!format) {
    format = lazily(
      () =>
        new Intl.DateTimeFormat('en-US', {
          weekday: 'short',
          month: 'short',
          day: 'numeric',
          year: 'numeric',
          hour: 'numeric',
          minute: '2-digit',
          timeZone,
          timeZoneName: 'short',
        }),
    );
    formats.set(timeZone, format);
  }
  return format().format(new Date(at));
}

export const timeZoneWords: Record<string, string> = {
  'America/Los_Angeles': 'Pacific time',
  'America/Phoenix': 'Arizona time',
  'America/Denver': 'Mountain time',
  'America/Chicago': 'Central time',
  'America/New_York': 'Eastern time',
  'America/Anchorage': 'Alaska time',
  'Pacific/Honolulu': 'Hawaii time',
};

/** `150050` as `1,500.50`: the amount as a person types it. */
export const typedAmount = (cents: number | null): string =>
  cents === null ? '' : formatCents(cents).replace('$', '');
