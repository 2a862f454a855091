import { addInvoice, addInvoicePayment } from '../invoices/factory.ts';
import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { getMonth, listJournal } from './queries/month.ts';
import { getOverview, listMonths, listUncountedMonths } from './queries/overview.ts';

export async function queryRuns({
  db,
  system,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  await addInvoicePayment(db, await addInvoice(db, await addMember(db)));
  const late = await addInvoice(db, await addMember(db));
  await find(
    `update invoices set issued_on = issued_on - 80, due_on = issued_on - 45 where id = '${late}' returning id`,
  );
  const month = await find(`select to_char(now() at time zone 'America/Los_Angeles', 'YYYY-MM')`);
  return {
    getMonth: [[administrator, (tx) => getMonth(tx, { month })]],
    listJournal: [[administrator, (tx) => listJournal(tx, { month })]],
    listUncountedMonths: [[system, listUncountedMonths]],
    getOverview: [[administrator, getOverview]],
    listMonths: [[administrator, listMonths]],
  };
}
