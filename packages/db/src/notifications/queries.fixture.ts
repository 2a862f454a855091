import { listNotificationsInput } from '@namc/inputs/notifications';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { countUnreadNotifications, listNotifications } from './queries.ts';

export async function queryRuns({ member }: Association): Promise<Record<string, QueryRun[]>> {
  return {
    listNotifications: [[member, (tx) => listNotifications(tx, listNotificationsInput.parse({}))]],
    countUnreadNotifications: [[member, countUnreadNotifications]],
  };
}
