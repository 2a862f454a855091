import type {
  IssueDuesInvoiceInput,
  IssueOtherInvoiceInput,
  IssueOwnInvoiceInput,
  IssueOwnUpgradeInput,
  IssueUpgradeInput,
} from '@namc/inputs/invoices';
import { recordAdminAction } from '../../audit/commands.ts';
import { actingUser } from '../../engine/acting-user.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { type FromPortal, type Invoice, invoiceOf, tellOfInvoice } from './tell-of-invoice.ts';

const issued = computed({ invoice: 'string | null', isNew: 'boolean | null' });

async function issueDues(
  tx: WriteTransaction,
  { userId, tierCode, years }: IssueDuesInvoiceInput,
): Promise<{ invoice: Invoice & { documentId: string }; isNew: boolean }> {
  const [row] = await rowsOf(tx.sql, issued)`
    select invoice, is_new as "isNew" from issue_dues_invoice(${userId}, ${tierCode}, ${years})`;
  if (!row?.invoice) throw new NotFound('account', userId);
  return { invoice: await invoiceOf(tx, row.invoice), isNew: row.isNew === true };
}

/**
 * Gives the acting member an invoice for the dues of some years, by email too. A member with an open one gets that one again, without
 * another email. Returns its id, and whether it is new.
 * @throws Refused for a tier that is not the member's, and for an account that can't be renewed.
 */
export async function issueOwnInvoice(
  tx: WriteTransaction,
  { portal, ...input }: IssueOwnInvoiceInput & FromPortal,
): Promise<{ id: string; isNew: boolean }> {
  const { invoice, isNew } = await issueDues(tx, { ...input, userId: actingUser(tx) });
  if (isNew) await tellOfInvoice(tx, invoice, 'invoice-issued', { portal });
  return { id: invoice.id, isNew };
}

export async function noteIssue(tx: WriteTransaction, invoice: Invoice): Promise<void> {
  await recordAdminAction(
    tx,
    {
      action: 'invoices.issue',
      targetUserId: invoice.userId,
      targetTable: 'invoices',
      targetId: invoice.id,
    },
    { number: invoice.number, for: invoice.words },
  );
}

/**
 * Gives a member an invoice for dues, by email too. A member with an open one keeps it. Returns its id. For staff.
 * @throws NotFound, Refused for an account that can't be renewed.
 */
export async function issueDuesInvoice(
  tx: WriteTransaction,
  { portal, ...input }: IssueDuesInvoiceInput & FromPortal,
): Promise<string> {
  const { invoice, isNew } = await issueDues(tx, input);
  if (!isNew) return invoice.id;
  await noteIssue(tx, invoice);
  await tellOfInvoice(tx, invoice, 'invoice-issued', { portal });
  return invoice.id;
}

const madeInvoice = computed({ invoice: 'string | null' });

/** Gives a member an invoice for something other than dues, by email too. Returns its id. For staff. @throws NotFound */
export async function issueOtherInvoice(
  tx: WriteTransaction,
  { userId, words, amountCents, portal }: IssueOtherInvoiceInput & FromPortal,
): Promise<string> {
  const [row] = await rowsOf(tx.sql, madeInvoice)`
    select issue_other_invoice(${userId}, ${words}, ${amountCents}) as invoice`;
  if (!row?.invoice) throw new NotFound('account', userId);
  const invoice = await invoiceOf(tx, row.invoice);
  await noteIssue(tx, invoice);
  await tellOfInvoice(tx, invoice, 'invoice-issued', { portal });
  return invoice.id;
}

async function issueUpgradeTo(
  tx: WriteTransaction,
  { userId, tierCode, seenCents }: IssueUpgradeInput,
): Promise<{ invoice: Invoice & { documentId: string }; isNew: boolean }> {
  const [row] = await rowsOf(tx.sql, issued)`
    select invoice, is_new as "isNew" from issue_upgrade_invoice(${userId}, ${tierCode}, ${seenCents})`;
  if (!row?.invoice) throw new NotFound('account', userId);
  return { invoice: await invoiceOf(tx, row.invoice), isNew: row.isNew === true };
}

/**
 * Gives the acting member an invoice for a higher tier in the terms that run today or later, by email too. A member with an open one for
 * this tier gets that one again. Returns its id, and whether it is new.
 * @throws Refused if the price is not `seenCents` any more, for a tier that isn't offered or costs no more, and beside an open invoice
 * for another upgrade.
 */
export async function issueOwnUpgrade(
  tx: WriteTransaction,
  { portal, ...input }: IssueOwnUpgradeInput & FromPortal,
): Promise<{ id: string; isNew: boolean }> {
  const { invoice, isNew } = await issueUpgradeTo(tx, { ...input, userId: actingUser(tx) });
  if (isNew) await tellOfInvoice(tx, invoice, 'invoice-issued', { portal });
  return { id: invoice.id, isNew };
}

/** Gives a member an invoice for a higher tier, by email too. Returns its id. For staff. @throws NotFound, Refused as above. */
export async function issueUpgrade(
  tx: WriteTransaction,
  { portal, ...input }: IssueUpgradeInput & FromPortal,
): Promise<string> {
  const { invoice, isNew } = await issueUpgradeTo(tx, input);
  if (!isNew) return invoice.id;
  await noteIssue(tx, invoice);
  await tellOfInvoice(tx, invoice, 'invoice-issued', { portal });
  return invoice.id;
}
