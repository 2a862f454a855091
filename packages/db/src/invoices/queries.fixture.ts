import { randomUUID } from 'node:crypto';
import { closeDeposit } from '../deposits/commands.ts';
import { addDeposit } from '../deposits/factory.ts';
import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { closeInvoice, refundInvoicePayment, voidPayment } from './commands/settle.ts';
import { addInvoice, addInvoicePayment } from './factory.ts';
import {
  findInvoiceOfDocument,
  findNewestDocument,
  getDocument,
  getInvoice,
  getInvoiceTotals,
  getOwnDues,
  getPaymentTerms,
  listInvoicePayments,
  listInvoices,
  listInvoicesOfMember,
  listOwnDocuments,
  listOwnInvoices,
} from './queries.ts';

const portal = 'https://portal.example.org';

export async function queryRuns({
  db,
  system,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const userId = await addMember(db);
  const member = { kind: 'member', userId } as const;
  const invoiceId = await addInvoice(db, userId);
  const paymentId = await addInvoicePayment(db, invoiceId, {}, administrator);
  await db.write(administrator, (tx) =>
    voidPayment(tx, { paymentId, reason: 'Returned', feeCents: 2_500, portal }),
  );
  await find(
    `insert into payment_disputes (payment_id, provider_reference, amount_cents, reason) values ('${paymentId}', 'du_of_invoice', 100, 'fraudulent') returning id`,
  );
  const good = await addInvoicePayment(db, invoiceId);
  const depositId = await addDeposit(db, [good]);
  await db.write(administrator, (tx) => closeDeposit(tx, { depositId, slipCents: 50_000 }));
  for (const actor of [system, administrator])
    await db.write(actor, (tx) =>
      refundInvoicePayment(tx, {
        paymentId: good,
        amountCents: 100,
        way: 'CHECK',
        ...(actor === system && { reference: '7' }),
        reason: 'Paid twice',
        key: randomUUID(),
        portal,
      }),
    );
  const waived = await addInvoice(db, userId);
  await db.write(administrator, (tx) =>
    closeInvoice(tx, { invoiceId: waived, closing: 'WAIVED', reason: 'By decision of the board', portal }),
  );
  const documentId = await find(`select receipt_id from payments where id = '${paymentId}'`);
  const noteId = await find(
    `select id from invoice_documents where invoice_id = '${invoiceId}' and kind = 'INVOICE'`,
  );
  await find(`update invoices set issued_by = '${administrator.userId}' where id = '${waived}' returning id`);
  return {
    listInvoicesOfMember: [[administrator, (tx) => listInvoicesOfMember(tx, { userId })]],
    listOwnInvoices: [[member, listOwnInvoices]],
    listOwnDocuments: [[member, listOwnDocuments]],
    getDocument: [
      [member, (tx) => getDocument(tx, { documentId })],
      [member, (tx) => getDocument(tx, { documentId: noteId })],
    ],
    getPaymentTerms: [[member, getPaymentTerms]],
    getOwnDues: [[member, getOwnDues]],
    listInvoices: [[administrator, (tx) => listInvoices(tx, { state: 'ALL', q: '', limit: 100 })]],
    getInvoiceTotals: [[administrator, getInvoiceTotals]],
    getInvoice: [
      [administrator, (tx) => getInvoice(tx, { invoiceId })],
      [administrator, (tx) => getInvoice(tx, { invoiceId: waived })],
    ],
    listInvoicePayments: [[administrator, (tx) => listInvoicePayments(tx, { limit: 100 })]],
    findInvoiceOfDocument: [[system, (tx) => findInvoiceOfDocument(tx, { documentId })]],
    findNewestDocument: [[system, (tx) => findNewestDocument(tx, { invoiceId })]],
  };
}
