import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { sendLetter } from '../../mail/commands.ts';
import { findAddressee } from '../../members/queries/addressee.ts';
import { findNewestDocument } from '../queries.ts';
import { invoices } from '../tables.ts';

/** `portal` is the portal's own address, for the links of letters. */
export interface FromPortal {
  portal: string;
}

const one = pick(
  invoices,
  ['id', 'userId', 'number', 'kind', 'words', 'totalCents', 'paidCents', 'dueOn'],
  'i',
);
const paidFor = computed({ termEndsOn: 'string | null' });
export type Invoice = RowOf<typeof one> & RowOf<typeof paidFor>;

export async function invoiceOf(tx: WriteTransaction, id: string): Promise<Invoice & { documentId: string }> {
  const [found] = await rowsOf(tx.sql, one, paidFor)`
    select ${one(tx.sql)}, (select m.ends_on::text from memberships m where m.id = i.membership_id) as "termEndsOn"
    from invoices i where i.id = ${id}`;
  const documentId = await findNewestDocument(tx, { invoiceId: id });
  if (!found || !documentId) throw new NotFound('invoice', id);
  return { ...found, documentId };
}

type InvoiceLetter =
  | 'invoice-issued'
  | 'payment-received'
  | 'payment-voided'
  | 'payment-refunded'
  | 'invoice-closed';

/** Writes the member a letter about the newest document of the invoice, which comes with it, and about a payment if there is one. */
export async function tellOfInvoice(
  tx: WriteTransaction,
  invoice: Invoice & { documentId: string },
  letter: InvoiceLetter,
  {
    portal,
    payment,
  }: FromPortal & {
    payment?: { amountCents: number; reference: string | null; creditCents: number; isCredit?: boolean };
  },
): Promise<void> {
  const { userId, number, documentId, kind, words, totalCents, paidCents, dueOn, termEndsOn } = invoice;
  const person = await findAddressee(tx, userId);
  if (!person) return;
  const about = {
    origin: portal,
    number,
    documentId,
    kind,
    words,
    totalCents,
    restCents: totalCents - paidCents,
    dueOn,
    termEndsOn,
  };
  await sendLetter(tx, person, letter, {
    ...about,
    ...{ amountCents: 0, reference: null, creditCents: 0, isCredit: false, ...payment },
  });
}
