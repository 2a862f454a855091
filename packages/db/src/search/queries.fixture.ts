import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { searchPortal, searchRecords } from './queries/search.ts';

export async function queryRuns({
  member,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const license = await find('select license_number from california_contractors where gone_at is null');
  const title = await find(
    `select title from projects where status = 'BIDDING_OPEN' and deadline_at > now()`,
  );
  const number = await find('select number from invoices');
  return {
    searchPortal: [title, license, 'builders', number].map(
      (text): QueryRun => [member, (tx) => searchPortal(tx, { text, limit: 5 })],
    ),
    searchRecords: ['sample', number].map(
      (text): QueryRun => [administrator, (tx) => searchRecords(tx, { text, limit: 5 })],
    ),
  };
}
