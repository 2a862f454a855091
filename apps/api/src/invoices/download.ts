import { forRequest } from '@namc/db';
import { recordAdminAction } from '@namc/db/audit/commands';
import {
  type ExportedPayment,
  getDocument,
  type ListedInvoice,
  listInvoicePayments,
  listInvoices,
} from '@namc/db/invoices/queries';
import { getDocumentInput, type InvoiceFilters, invoiceFilters } from '@namc/inputs/invoices';
import { download, type Route } from '../download.ts';
import { type Allowed, admit, allowedBy } from '../trpc.ts';
import { makeDocumentPdf } from './document-pdf.ts';
import { documentFileName, dollars, paymentWayWords } from './document-words.ts';
import { invoicesRouter } from './router.ts';

/** Staff have an address of their own, which asks for their second step. */
const addresses: [path: string, allowed: Allowed][] = [
  ['/api/invoice-documents/:documentId', allowedBy(invoicesRouter.getOwnDocument)],
  ['/api/invoice-documents/for-staff/:documentId', allowedBy(invoicesRouter.get)],
];

/** Sends an invoice, a receipt or a credit note as a PDF. The database decides at each request whether the caller may read it. */
export const documentDownload: Route = (app, { db, limits }) => {
  for (const [path, allowed] of addresses) {
    app.get(path, async (c) => {
      const signedIn = c.get('signedIn');
      const actor = admit(allowed, signedIn);
      if (signedIn) await limits.count('download by account', signedIn.account.userId);
      const input = getDocumentInput.parse(c.req.param());
      const own = forRequest(db, {
        requestId: c.get('requestId'),
        signal: c.req.raw.signal,
        after: c.get('after'),
        afterHint: c.get('afterHint'),
        name: 'download invoice document',
      });
      const document = await own.read(actor, (tx) => getDocument(tx, input));
      return c.body(await makeDocumentPdf(document.snapshot, document.voidedOn), 200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': `attachment; filename="${documentFileName(document)}"`,
        'Cache-Control': 'no-store',
      });
    });
  }
};

/** Downloads the invoices that the staff’s list shows, for the accountant. */
export const invoicesDownload = download<InvoiceFilters, ListedInvoice>({
  path: '/api/invoices.csv',
  permission: allowedBy(invoicesRouter.list),
  input: (query) => invoiceFilters.parse(Object.fromEntries(query)),
  fileName: 'invoices',
  list: listInvoices,
  trace: (tx, { state, q }) =>
    recordAdminAction(tx, { action: 'invoices.download', targetTable: 'invoices' }, { state, q }),
  rowsPerPage: 500,
  columns: [
    { header: 'Number', of: (row) => row.number },
    { header: 'Member', of: (row) => row.name },
    { header: 'For', of: (row) => row.words },
    { header: 'Issued', of: (row) => row.issuedOn },
    { header: 'Due', of: (row) => row.dueOn },
    { header: 'Status', of: (row) => row.status },
    { header: 'Total (USD)', of: (row) => dollars(row.totalCents) },
    { header: 'Paid (USD)', of: (row) => dollars(row.paidCents) },
    { header: 'Days overdue', of: (row) => String(Math.max(0, row.daysOverdue)) },
  ],
});

/** Downloads all payments of invoices, for the accountant. */
export const paymentsDownload = download<object, ExportedPayment>({
  path: '/api/payments.csv',
  permission: allowedBy(invoicesRouter.listPayments),
  input: () => ({}),
  fileName: 'payments',
  list: listInvoicePayments,
  trace: (tx) => recordAdminAction(tx, { action: 'payments.download', targetTable: 'payments' }),
  rowsPerPage: 500,
  columns: [
    { header: 'Received', of: (row) => row.receivedOn },
    { header: 'Member', of: (row) => row.name },
    { header: 'Invoice', of: (row) => row.invoiceNumber },
    { header: 'Paid by', of: (row) => paymentWayWords[row.provider] },
    { header: 'Number of the check or transfer', of: (row) => row.providerReference },
    { header: 'Amount (USD)', of: (row) => dollars(row.amountCents) },
    { header: 'For the invoice (USD)', of: (row) => dollars(row.allocatedCents) },
    { header: 'Refunded (USD)', of: (row) => dollars(row.refundedCents) },
    { header: 'Status', of: (row) => (row.status === 'VOIDED' ? 'Void' : 'Received') },
    { header: 'Why it is void', of: (row) => row.voidReason },
  ],
});
