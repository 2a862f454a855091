import type { ServiceClass } from '@namc/inputs/service-levels';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import type { Histogram } from '../engine/histogram.ts';

/** What one API process measured in one minute. */
export interface ServiceMinute {
  /** The beginning of the minute. */
  minute: Date;
  /** The process; made anew when it starts. */
  process: string;
  /** The highest use of its pool in percent. */
  poolPercent: number | null;
  /** The most signed-in people who had a page open at the same time. */
  people: number | null;
  counted: ReadonlyMap<ServiceClass, Histogram>;
}

const recorded = computed({ isAdded: 'boolean' });
const rolledUp = computed({ done: 'boolean' });

/**
 * Adds a minute of one process to what the others measured. A minute without requests says that the process ran. False if
 * nothing was added: the same minute of the process is there already, or it is older than a day or in the future. For the system.
 */
export async function recordServiceMinute(
  { sql }: WriteTransaction,
  { minute, process, poolPercent, people, counted }: ServiceMinute,
): Promise<boolean> {
  const rows = [...counted].map(([name, { errors, buckets }]) => ({
    class: name,
    errors,
    buckets: [...buckets],
  }));
  const [row] = await rowsOf(sql, recorded)`
    select record_service_minute(${minute}, ${process}, ${poolPercent}, ${sql.json(rows)}, ${people}) as "isAdded"`;
  return row?.isAdded ?? false;
}

/** Adds up the hours and days that are over. For the system; any number of processes may call it, any number of times. */
export async function rollUpServiceLevels({ sql }: WriteTransaction): Promise<void> {
  await rowsOf(sql, rolledUp)`select roll_up_service_levels() is null as done`;
}
