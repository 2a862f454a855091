import { voidPayment } from '../invoices/commands/settle.ts';
import { addInvoice, addInvoicePayment } from '../invoices/factory.ts';
import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { closeDeposit } from './commands.ts';
import { addDeposit } from './factory.ts';
import { getDeposit, listDeposits, listUndeposited } from './queries.ts';

export async function queryRuns({ db, administrator }: Association): Promise<Record<string, QueryRun[]>> {
  const invoiceId = await addInvoice(db, await addMember(db));
  const paymentId = await addInvoicePayment(db, invoiceId, {}, administrator);
  const depositId = await addDeposit(db, [paymentId], administrator);
  await db.write(administrator, (tx) => closeDeposit(tx, { depositId, slipCents: 50_000 }));
  await db.write(administrator, (tx) =>
    voidPayment(tx, { paymentId, reason: 'Returned', portal: 'https://portal.example.org' }),
  );
  const open = await addDeposit(db, [await addInvoicePayment(db, invoiceId)]);
  await addInvoicePayment(db, await addInvoice(db, await addMember(db)));
  return {
    listUndeposited: [[administrator, listUndeposited]],
    listDeposits: [[administrator, (tx) => listDeposits(tx, { limit: 100 })]],
    getDeposit: [
      [administrator, (tx) => getDeposit(tx, { depositId })],
      [administrator, (tx) => getDeposit(tx, { depositId: open })],
    ],
  };
}
