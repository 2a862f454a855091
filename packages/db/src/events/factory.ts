import { randomUUID } from 'node:crypto';
import type { Database } from '../engine/database.ts';
import { type New, system, tomorrow } from '../tools/testing/sample.ts';
import { events } from './tables.ts';

export type EventSample = New<typeof events, 'title' | 'status' | 'capacity' | 'startAt'>;

/** Adds an event of one hour that starts tomorrow and is open for registration, and returns its id. */
export async function addEvent(db: Database, sample: EventSample = {}): Promise<string> {
  const id = randomUUID();
  const startAt = sample.startAt ?? tomorrow();
  await db.write(system, ({ orm }) =>
    orm.insert(events).values({
      title: 'Sample event',
      description: '',
      type: 'WORKSHOP',
      status: 'REGISTRATION_OPEN',
      ...sample,
      id,
      startAt,
      endAt: new Date(startAt.getTime() + 3_600_000),
    }),
  );
  return id;
}
