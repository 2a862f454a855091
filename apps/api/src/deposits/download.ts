import { recordAdminAction } from '@namc/db/audit/commands';
import { type DepositedPayment, getDeposit } from '@namc/db/deposits/queries';
import { type GetDepositInput, getDepositInput } from '@namc/inputs/deposits';
import { download } from '../download.ts';
import { dollars, paymentWayWords } from '../invoices/document-words.ts';
import { allowedBy } from '../trpc.ts';
import { depositsRouter } from './router.ts';

/** Downloads the checks and the cash of one deposit. */
export const depositDownload = download<GetDepositInput, DepositedPayment>({
  path: '/api/deposit.csv',
  permission: allowedBy(depositsRouter.get),
  input: (query) => getDepositInput.parse(Object.fromEntries(query)),
  fileName: 'deposit',
  list: async (tx, input) => ({ rows: (await getDeposit(tx, input)).payments, nextCursor: null }),
  trace: (tx, { depositId }) =>
    recordAdminAction(tx, { action: 'deposits.download', targetTable: 'deposits', targetId: depositId }),
  rowsPerPage: 500,
  columns: [
    { header: 'Received', of: (row) => row.receivedOn },
    { header: 'Member', of: (row) => row.name },
    { header: 'Invoice', of: (row) => row.invoiceNumber },
    { header: 'Paid by', of: (row) => paymentWayWords[row.provider] },
    { header: 'Number of the check', of: (row) => row.providerReference },
    { header: 'Amount (USD)', of: (row) => dollars(row.amountCents) },
    { header: 'Status', of: (row) => (row.status === 'VOIDED' ? 'Void' : 'Received') },
  ],
});
