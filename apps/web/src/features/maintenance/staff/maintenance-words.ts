import type { MaintenanceJob, MaintenanceOutcome } from '@namc/inputs/maintenance';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatCount, formatSize } from '../../../lib/formats.ts';

export type MaintenanceRun = inferOutput<typeof api.maintenance.listRuns>[number];
export type MaintenanceState = inferOutput<typeof api.maintenance.listStates>[number];

export const jobWords: Record<MaintenanceJob, [name: string, purpose: string]> = {
  partitions: [
    'Partitions',
    'Makes storage for the coming days and months, and detaches what is past its retention period.',
  ],
  'export-partitions': [
    'Exports',
    'Stores what is past its retention period as a compressed file, reads it back, and only then drops it.',
  ],
  vacuum: ['Dead rows', 'Removes dead rows where autovacuum is behind.'],
  analyze: ['Statistics', 'Refreshes the statistics by which the database plans its work.'],
  reindex: ['Indexes', 'Measures large indexes, and rebuilds those that are bloated. Weekly.'],
};

export const outcomeLooks = {
  done: { word: 'Done', tone: 'ok' },
  stopped: { word: 'Stopped', tone: 'warn' },
  failed: { word: 'Failed', tone: 'bad' },
  skipped: { word: 'Skipped', tone: 'quiet' },
} as const satisfies Record<MaintenanceOutcome, object>;

/** `850 ms`, `12 s`, `4 min`. */
export function durationInWords(from: string | Date, to: string | Date): string {
  const seconds = (new Date(to).getTime() - new Date(from).getTime()) / 1_000;
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1_000))} ms`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** The change that a run made: “12,000 dead rows before, 0 after”. */
export function effectInWords({ before, after }: Pick<MaintenanceRun, 'before' | 'after'>): string {
  const number = (of: MaintenanceRun['before'], name: string) =>
    typeof of?.[name] === 'number' ? of[name] : undefined;
  const words: string[] = [];
  const [deadBefore, deadAfter] = [number(before, 'deadRows'), number(after, 'deadRows')];
  if (deadBefore !== undefined && deadAfter !== undefined) {
    words.push(`${formatCount(deadBefore)} dead rows before, ${formatCount(deadAfter)} after`);
  }
  const [bytesBefore, bytesAfter] = [number(before, 'bytes'), number(after, 'bytes')];
  if (bytesBefore !== undefined && bytesAfter !== undefined && bytesBefore !== bytesAfter) {
    words.push(`${formatSize(bytesBefore)} before, ${formatSize(bytesAfter)} after`);
  }
  const changed = number(before, 'changedRows');
  if (changed !== undefined) words.push(`${formatCount(changed)} rows had changed`);
  return words.join('; ');
}
