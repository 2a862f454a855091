import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { lazy, Suspense, useState } from 'react';
import { api, isMissing, queryClient } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCents, formatInstant } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useMe } from '../../accounts/me.ts';
import { DocumentList } from '../document-list.tsx';
import { InvoicePill } from '../invoice-pill.tsx';
import { invoiceStatusWords, providerWords } from '../invoice-words.ts';

// The forms come when somebody opens one.
const RefundForm = lazy(patiently(() => import('../../checkouts/staff/refund-form.tsx')));
const InvoiceForm = lazy(patiently(() => import('./invoice-forms.tsx')));

type Invoice = inferOutput<typeof api.invoices.get>;
type Payment = Invoice['payments'][number];
type Act = { kind: 'pay' } | { kind: 'close' } | { kind: 'void' | 'refund'; payment: Payment };

const titles = {
  pay: 'Record a payment',
  close: 'Close the invoice',
  void: 'Void the payment',
  refund: 'Refund the payment',
};

/** An invoice with its payments, its documents and its history, for staff who keep the books. */
export function InvoicePage({ id }: { id: string }) {
  const me = useMe();
  const asked = useQuery(api.invoices.get.queryOptions({ invoiceId: id }, { staleTime: 0 }));
  const live = useQuery(api.checkouts.findLive.queryOptions({ invoiceId: id }, { staleTime: 0 }));
  const isUnderWay = live.data?.status === 'PROCESSING';
  const [act, setAct] = useState<Act>();
  const { data: invoice } = asked;
  const isUnknown = isMissing(asked.error);
  const close = () => setAct(undefined);
  const done = async (words: string) => {
    close();
    await queryClient.invalidateQueries(api.invoices.pathFilter());
    toast(words, { about: `invoice ${id}` });
  };
  const managesPayments = me?.permissions.some((granted) => granted === 'payments.manage') ?? false;
  const isOwn = invoice !== undefined && me?.userId === invoice.userId;
  const mayAct = invoice !== undefined && managesPayments && !isOwn;
  return (
    <div className="space-y-8">
      <div className="space-y-1">
        <Link
          to="/admin/dues"
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <span aria-hidden>←</span>
          All invoices
        </Link>
        <PageHeading
          title={invoice ? `Invoice ${invoice.number}` : isUnknown ? 'Invoice not found' : 'Invoice'}
        />
      </div>
      {asked.isPending && <Loading />}
      {isUnknown && <p>There is no invoice at this address. Check the link, or look in the list.</p>}
      {asked.error && !isUnknown && (
        <ErrorPanel what="Couldn’t load the invoice" error={asked.error} retry={asked.refetch} />
      )}
      {invoice && (
        <>
          <AboutInvoice invoice={invoice} />
          {isUnderWay && live.data && (
            <Notice kind="info" title="An online payment is under way">
              <p>
                A bank is sending {formatCents(live.data.amountCents)} since{' '}
                {formatInstant(live.data.createdAt)}. If you record another payment, one of the two becomes a
                credit.
              </p>
            </Notice>
          )}
          {managesPayments && isOwn && (
            <p className="max-w-prose rounded-card bg-info-tint p-3">
              This is your own invoice. Somebody else who manages payments has to record, refund or close it.
            </p>
          )}
          {mayAct && invoice.status === 'OPEN' && (
            <div className="flex flex-wrap gap-3">
              <Button look="primary" onClick={() => setAct({ kind: 'pay' })}>
                Record a payment…
              </Button>
              <Button onClick={() => setAct({ kind: 'close' })}>Void, write off or waive…</Button>
            </div>
          )}
          <section aria-label="Payments" className="space-y-3">
            <h2 className="text-h3 font-semibold">Payments</h2>
            <PaymentList
              payments={invoice.payments}
              begin={mayAct ? (kind, payment) => setAct({ kind, payment }) : undefined}
              canVoid={invoice.status === 'OPEN' || invoice.status === 'PAID'}
            />
          </section>
          {invoice.refunds.length > 0 && <RefundList refunds={invoice.refunds} />}
          <section aria-label="Documents" className="space-y-3">
            <h2 className="text-h3 font-semibold">Documents</h2>
            <DocumentList documents={invoice.documents} isForStaff />
          </section>
          <Dialog title={act ? titles[act.kind] : ''} isOpen={act !== undefined} close={close}>
            {act && (
              <Suspense fallback={<Loading />}>
                {act.kind === 'refund' && act.payment.provider === 'STRIPE' ? (
                  <RefundForm
                    payment={act.payment}
                    takesUpgrade={invoice.kind === 'UPGRADE' && invoice.takenBackAt === null}
                    done={() => done('Refund requested. We email the member when the money is on its way.')}
                  />
                ) : (
                  <InvoiceForm act={act} invoice={invoice} isUnderWay={isUnderWay} done={done} />
                )}
              </Suspense>
            )}
          </Dialog>
        </>
      )}
    </div>
  );
}

function AboutInvoice({ invoice }: { invoice: Invoice }) {
  const { status, daysOverdue, totalCents, paidCents } = invoice;
  return (
    <div className="space-y-3">
      <InvoicePill status={status} daysOverdue={daysOverdue} />
      <Facts
        facts={[
          [
            'Member',
            <Link
              key="member"
              to="/admin/members/$id"
              params={{ id: invoice.userId }}
              className="text-link underline underline-offset-4"
            >
              {invoice.name}
            </Link>,
          ],
          ['For', invoice.words],
          ['Total', formatCents(totalCents)],
          ['Paid', formatCents(paidCents)],
          ['Left to pay', status === 'OPEN' && formatCents(totalCents - paidCents)],
          ['Due', dayWords(invoice.dueOn)],
          [
            'Upgrade',
            invoice.takenBackAt && `Taken back with a refund on ${formatInstant(invoice.takenBackAt)}`,
          ],
          ['Credit of the member', invoice.creditCents > 0 && formatCents(invoice.creditCents)],
          [
            invoice.kind === 'FEE' ? 'Fee for' : 'Fees',
            invoice.related.length > 0 && (
              <span className="flex flex-wrap gap-x-4">
                {invoice.related.map(({ id, number }) => (
                  <Link
                    key={id}
                    to="/admin/dues/$id"
                    params={{ id }}
                    className="text-link underline underline-offset-4"
                  >
                    Invoice {number}
                  </Link>
                ))}
              </span>
            ),
          ],
          [
            'Issued',
            `${formatInstant(invoice.createdAt)}${invoice.issuedByName ? ` by ${invoice.issuedByName}` : ''}`,
          ],
          [
            invoiceStatusWords[status],
            invoice.closedAt &&
              `${formatInstant(invoice.closedAt)}${invoice.closedByName ? ` by ${invoice.closedByName}` : ''}`,
          ],
          ['Reason', invoice.closeReason],
        ]}
      />
    </div>
  );
}

function PaymentList({
  payments,
  begin,
  canVoid,
}: {
  payments: Payment[];
  begin: ((kind: 'void' | 'refund', payment: Payment) => void) | undefined;
  canVoid: boolean;
}) {
  if (payments.length === 0) return <p className="text-text-2">None yet.</p>;
  return (
    <ul
      aria-label="Payments"
      className="max-w-3xl divide-y divide-divider rounded-card border border-divider bg-surface"
    >
      {payments.map((payment) => {
        const { id, provider, providerReference, amountCents, allocatedCents, receivedOn, status } = payment;
        return (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 p-3">
            <div className="min-w-0">
              <p>
                <span className="font-semibold">{formatCents(amountCents)}</span> · {providerWords[provider]}
                {providerReference && ` ${providerReference}`}
                {status === 'VOIDED' && <strong className="text-bad"> · Void</strong>}
              </p>
              <p className="text-dense break-words text-text-2">
                {receivedOn && `Received ${dayWords(receivedOn)}`}
                {payment.recordedByName && `, recorded by ${payment.recordedByName}`}
                {amountCents > allocatedCents &&
                  `. More than was left: ${formatCents(amountCents - allocatedCents)}`}
                {payment.refundedCents > 0 && `. Refunded: ${formatCents(payment.refundedCents)}`}
              </p>
              {payment.dispute && (
                <Link to="/admin/dues/online" className="text-dense text-link underline underline-offset-4">
                  {disputeWords[payment.dispute]}
                </Link>
              )}
              {payment.depositId && (
                <Link
                  to="/admin/dues/deposits/$id"
                  params={{ id: payment.depositId }}
                  className="text-dense text-link underline underline-offset-4"
                >
                  {payment.depositNumber ? `Deposit ${payment.depositNumber}` : 'In an open deposit'}
                </Link>
              )}
              {payment.voidedAt && (
                <p className="text-dense break-words text-text-2">
                  Voided {formatInstant(payment.voidedAt)}
                  {payment.voidedByName && ` by ${payment.voidedByName}`}: {payment.voidReason}
                </p>
              )}
            </div>
            {begin && status === 'SUCCEEDED' && (
              <div className="flex flex-wrap gap-2">
                {acts(payment, canVoid).map(([kind, words]) => (
                  <Button key={kind} onClick={() => begin(kind, payment)}>
                    {words}
                    <span className="sr-only">
                      {' '}
                      {providerWords[provider]} {providerReference ?? ''} {formatCents(amountCents)}
                    </span>
                  </Button>
                ))}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The acts on a payment that went through. */
const disputeWords = {
  OPEN: 'The bank is deciding about this payment',
  WON: 'A dispute about this payment was won',
  LOST: 'A dispute about this payment was lost',
} as const;

const acts = (
  { provider, amountCents, refundedCents, dispute }: Payment,
  canVoid: boolean,
): ['void' | 'refund', string][] => [
  // The bank takes an online payment back. Staff do so here when the portal could not by itself.
  ...(canVoid && refundedCents === 0 && (provider !== 'STRIPE' || dispute === 'LOST')
    ? [['void', provider === 'CREDIT' ? 'Take it back…' : 'Bounced or wrong…'] as ['void', string]]
    : []),
  ...(refundedCents < amountCents && dispute !== 'OPEN' && dispute !== 'LOST'
    ? [['refund', 'Refund…'] as ['refund', string]]
    : []),
];

function RefundList({ refunds }: { refunds: Invoice['refunds'] }) {
  return (
    <section aria-label="Refunds" className="space-y-3">
      <h2 className="text-h3 font-semibold">Refunds</h2>
      <ul
        aria-label="Refunds"
        className="max-w-3xl divide-y divide-divider rounded-card border border-divider bg-surface"
      >
        {refunds.map(({ id, amountCents, way, providerReference, reason, createdAt, refundedByName }) => (
          <li key={id} className="p-3">
            <p>
              <span className="font-semibold">{formatCents(amountCents)}</span>
              {way && ` · ${providerWords[way]}`}
              {providerReference && ` ${providerReference}`}
            </p>
            <p className="text-dense break-words text-text-2">
              {formatInstant(createdAt)}
              {refundedByName && ` by ${refundedByName}`}: {reason}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
