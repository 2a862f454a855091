import { listEventsInput } from '@namc/inputs/events';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { countRegistrations, listEvents, listRegistrations } from './queries.ts';

export async function queryRuns({ member, system, find }: Association): Promise<Record<string, QueryRun[]>> {
  const eventId = await find(`select event_id from event_registrations where status = 'WAITLISTED'`);
  return {
    listEvents: [[member, (tx) => listEvents(tx, listEventsInput.parse({}))]],
    listRegistrations: [[system, (tx) => listRegistrations(tx, { eventId })]],
    countRegistrations: [[system, (tx) => countRegistrations(tx, { eventId })]],
  };
}
