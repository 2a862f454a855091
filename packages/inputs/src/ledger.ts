import { z } from 'zod/mini';

/** A month of California: `2026-10`. */
export const ledgerMonth = z
  .string()
  .check(z.regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-10'));

export const getMonthInput = z.object({ month: ledgerMonth });
export type GetMonthInput = z.infer<typeof getMonthInput>;

/** What happened, in the books. */
export const ledgerKinds = [
  'ISSUED',
  'PAYMENT',
  'CREDIT_USED',
  'PAYMENT_VOIDED',
  'CREDIT_TAKEN_BACK',
  'VOID',
  'WRITTEN_OFF',
  'WAIVED',
  'REFUND',
  'DEPOSIT',
  'OTHER_PAYMENT',
] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** The accounts of the books. A positive amount is a debit. */
export const ledgerAccounts = [
  'RECEIVABLE',
  'INCOME',
  'UNDEPOSITED',
  'BANK',
  'ONLINE',
  'CREDIT',
  'REFUNDS',
  'BAD_DEBT',
  'WAIVED_DUES',
] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

/** The names of the accounts in QuickBooks. */
const accountNames: Record<LedgerAccount, string> = {
  RECEIVABLE: 'Accounts Receivable (A/R)',
  INCOME: 'Membership Dues',
  UNDEPOSITED: 'Undeposited Funds',
  BANK: 'Checking',
  ONLINE: 'Online Payments Clearing',
  CREDIT: 'Member Credits',
  REFUNDS: 'Refunds',
  BAD_DEBT: 'Bad Debt',
  WAIVED_DUES: 'Waived Dues',
};

/** Income that isn’t dues has accounts of its own, so that QuickBooks tells the parts of the income apart as the report does. */
const incomeNames: Record<string, string> = { FEE: 'Fees', EVENT: 'Event Income', OTHER: 'Other Income' };

/** The account of a line in QuickBooks. `part` is what income is for: a tier, or `FEE`, `EVENT`, `OTHER`. */
export function accountName({ account, part }: { account: LedgerAccount; part: string }): string {
  return (account === 'INCOME' && incomeNames[part]) || accountNames[account];
}
