import { recordAdminAction } from '@namc/db/audit/commands';
import { getMonth, type JournalLine, listJournal } from '@namc/db/ledger/queries/month';
import { accountName, type GetMonthInput, getMonthInput } from '@namc/inputs/ledger';
import { ledgerKindWords, linesOfMonth, type MonthLine } from '@namc/inputs/month-lines';
import { download } from '../download.ts';
import { dollars } from '../invoices/document-words.ts';
import { allowedBy } from '../trpc.ts';
import { ledgerRouter } from './router.ts';

const input = (query: URLSearchParams) => getMonthInput.parse(Object.fromEntries(query));

/** Downloads the month-end report, line by line. */
export const monthDownload = download<GetMonthInput, MonthLine>({
  path: '/api/ledger/month.csv',
  permission: allowedBy(ledgerRouter.getMonth),
  input,
  fileName: 'month-end',
  list: async (tx, { month }) => ({ rows: linesOfMonth(await getMonth(tx, { month })), nextCursor: null }),
  trace: (tx, { month }) => recordAdminAction(tx, { action: 'ledger.download' }, { month }),
  rowsPerPage: 500,
  columns: [
    { header: 'Section', of: (row) => row.section },
    { header: 'Line', of: (row) => row.name },
    { header: 'Amount (USD)', of: (row) => dollars(row.cents) },
  ],
});

/**
 * Downloads the month’s journal as QuickBooks Online imports journal entries. docs/dues.md lists the columns and the accounts. Each act is
 * one entry, because QuickBooks takes one line of receivables in an entry, with the customer’s name.
 */
export const journalDownload = download<GetMonthInput, JournalLine>({
  path: '/api/ledger/quickbooks.csv',
  permission: allowedBy(ledgerRouter.listJournal),
  input,
  fileName: 'quickbooks-journal',
  list: async (tx, { month }) => ({ rows: await listJournal(tx, { month }), nextCursor: null }),
  trace: (tx, { month }) => recordAdminAction(tx, { action: 'ledger.journal' }, { month }),
  rowsPerPage: 500,
  columns: [
    { header: 'JournalNo', of: (row) => row.act },
    { header: 'JournalDate', of: ({ day }) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}` },
    { header: 'AccountName', of: (row) => accountName(row) },
    { header: 'Debits', of: ({ cents }) => (cents > 0 ? dollars(cents) : '') },
    { header: 'Credits', of: ({ cents }) => (cents < 0 ? dollars(-cents) : '') },
    { header: 'Description', of: (row) => `${ledgerKindWords[row.kind]}. ${row.memo}` },
    { header: 'Name', of: (row) => row.name },
  ],
});
