import {
  issueDuesInvoice,
  issueOtherInvoice,
  issueOwnInvoice,
  issueOwnUpgrade,
  issueUpgrade,
} from '@namc/db/invoices/commands/issue';
import {
  closeInvoice,
  recordInvoicePayment,
  refundInvoicePayment,
  voidPayment,
} from '@namc/db/invoices/commands/settle';
import {
  getDocument,
  getInvoice,
  getInvoiceTotals,
  getOwnDues,
  listInvoicePayments,
  listInvoices,
  listInvoicesOfMember,
  listOwnDocuments,
  listOwnInvoices,
} from '@namc/db/invoices/queries';
import {
  closeInvoiceInput,
  getDocumentInput,
  getInvoiceInput,
  issueDuesInvoiceInput,
  issueOtherInvoiceInput,
  issueOwnInvoiceInput,
  issueOwnUpgradeInput,
  issueUpgradeInput,
  listInvoicesInput,
  listInvoicesOfMemberInput,
  recordInvoicePaymentInput,
  refundInvoicePaymentInput,
  voidPaymentInput,
} from '@namc/inputs/invoices';
import { page } from '@namc/inputs/text';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const invoicesRouter = router({
  getOwnDues: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, getOwnDues)),
  issueOwn: signedInProcedure.input(issueOwnInvoiceInput).mutation(async ({ ctx, input }) => {
    await ctx.limits.count('invoice by account', ctx.userId);
    return ctx.db.write(ctx.actor, (tx) => issueOwnInvoice(tx, { ...input, portal: ctx.portal }));
  }),
  issueOwnUpgrade: signedInProcedure.input(issueOwnUpgradeInput).mutation(async ({ ctx, input }) => {
    await ctx.limits.count('invoice by account', ctx.userId);
    return ctx.db.write(ctx.actor, (tx) => issueOwnUpgrade(tx, { ...input, portal: ctx.portal }));
  }),
  listOwn: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOwnInvoices, { oneStatement: true }),
  ),
  listOwnDocuments: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOwnDocuments, { oneStatement: true }),
  ),
  getOwnDocument: signedInProcedure
    .input(getDocumentInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getDocument(tx, input))),
  list: staffProcedure('payments.read')
    .input(listInvoicesInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listInvoices(tx, input))),
  getTotals: staffProcedure('payments.read').query(({ ctx }) => ctx.db.read(ctx.actor, getInvoiceTotals)),
  listOfMember: staffProcedure('payments.read')
    .input(listInvoicesOfMemberInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listInvoicesOfMember(tx, input))),
  listPayments: staffProcedure('payments.read')
    .input(page)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listInvoicePayments(tx, input))),
  get: staffProcedure('payments.read')
    .input(getInvoiceInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getInvoice(tx, input))),
  issueDues: staffProcedure('payments.manage')
    .input(issueDuesInvoiceInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => issueDuesInvoice(tx, { ...input, portal: ctx.portal })),
    ),
  issueOther: staffProcedure('payments.manage')
    .input(issueOtherInvoiceInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => issueOtherInvoice(tx, { ...input, portal: ctx.portal })),
    ),
  issueUpgrade: staffProcedure('payments.manage')
    .input(issueUpgradeInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => issueUpgrade(tx, { ...input, portal: ctx.portal })),
    ),
  recordPayment: staffProcedure('payments.manage')
    .input(recordInvoicePaymentInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => recordInvoicePayment(tx, { ...input, portal: ctx.portal })),
    ),
  voidPayment: staffProcedure('payments.manage')
    .input(voidPaymentInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => voidPayment(tx, { ...input, portal: ctx.portal })),
    ),
  refundPayment: staffProcedure('payments.manage')
    .input(refundInvoicePaymentInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => refundInvoicePayment(tx, { ...input, portal: ctx.portal })),
    ),
  close: staffProcedure('payments.manage')
    .input(closeInvoiceInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => closeInvoice(tx, { ...input, portal: ctx.portal })),
    ),
});
