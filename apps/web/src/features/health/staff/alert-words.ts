import { hoursOfQuiet } from '@namc/inputs/health';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatCount, plural } from '../../../lib/formats.ts';

export type ShownAlert = inferOutput<typeof api.health.listAlerts>[number];

/** “Less than a minute”, “40 minutes”, “3 hours”, “9 days”. */
export function lasted(from: string, until: string): string {
  const minutes = Math.floor((new Date(until).getTime() - new Date(from).getTime()) / 60_000);
  if (minutes < 1) return 'Less than a minute';
  if (minutes < 120) return counted(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day');
}

const counted = (count: number, one: string) => `${formatCount(count)} ${plural(count, one)}`;

/** The spans of quiet, for a field with choices. */
export const hourChoices = hoursOfQuiet.map((hours) => ({
  value: String(hours),
  label: hours < 48 ? counted(hours, 'hour') : counted(hours / 24, 'day'),
}));
