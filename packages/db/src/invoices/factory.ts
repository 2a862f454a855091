import { randomUUID } from 'node:crypto';
import type { RecordInvoicePaymentInput } from '@namc/inputs/invoices';
import type { Actor } from '../engine/actors.ts';
import type { Database } from '../engine/database.ts';
import { system } from '../tools/testing/sample.ts';
import { issueDuesInvoice } from './commands/issue.ts';
import { recordInvoicePayment } from './commands/settle.ts';

const portal = 'https://portal.example.org';

/** Gives somebody an invoice for dues, and returns its id. */
export const addInvoice = (db: Database, userId: string, years = 1, tierCode = 'REGULAR'): Promise<string> =>
  db.write(system, (tx) => issueDuesInvoice(tx, { userId, tierCode, years, portal }));

/** Records a check of $500 of today for an invoice of $500 by default, and returns the payment's id. */
export const addInvoicePayment = (
  db: Database,
  invoiceId: string,
  change: Partial<RecordInvoicePaymentInput> = {},
  actor: Actor = system,
): Promise<string> =>
  db.write(actor, (tx) =>
    recordInvoicePayment(tx, {
      invoiceId,
      provider: 'CHECK',
      reference: '1042',
      amountCents: 50_000,
      seenDueCents: 50_000,
      keepsCredit: true,
      receivedOn: new Date().toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' }),
      key: randomUUID(),
      portal,
      ...change,
    }),
  );
