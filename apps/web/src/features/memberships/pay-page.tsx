import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { lazy, Suspense } from 'react';
import { api } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { formatCents } from '../../lib/formats.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { SkeletonCard } from '../../ui/skeleton.tsx';
import { useMe } from '../accounts/me.ts';
import { type OwnCheckouts, ownCheckoutsQuery } from '../checkouts/checkout-queries.ts';
import { PayOnline } from '../checkouts/pay-online.tsx';
import { DocumentList } from '../invoices/document-list.tsx';
import { InvoicePill } from '../invoices/invoice-pill.tsx';
import { type OwnInvoice, ownDocumentsQuery, ownInvoicesQuery } from '../invoices/invoice-queries.ts';
import { AutomaticRenewal } from '../renewals/automatic-renewal.tsx';
import { type OwnRenewal, ownRenewalQuery } from '../renewals/renewal-queries.ts';
import { ContactWays } from '../settings/contact.tsx';
import { DuesToday, PayingSteps } from './dues-today.tsx';
import { Refusal } from './refusal.tsx';

// The form comes after the page, which may show an open invoice instead.
const NewInvoice = lazy(patiently(() => import('../invoices/new-invoice.tsx')));
const ApplicantDues = lazy(patiently(() => import('./applicant-dues.tsx')));

type Dues = inferOutput<typeof api.invoices.getOwnDues>;

/** A member gets an invoice for dues here, and sees how to pay those that are open. */
export function PayPage() {
  const dues = useQuery(api.invoices.getOwnDues.queryOptions(undefined, { staleTime: 0 }));
  const invoices = useQuery(ownInvoicesQuery());
  const checkouts = useQuery(ownCheckoutsQuery());
  const renewal = useQuery(ownRenewalQuery());
  const error = dues.error ?? invoices.error ?? checkouts.error ?? renewal.error;
  const me = useMe();
  const isApplicant = me?.status === 'PENDING' || me?.status === 'DECLINED';
  const open = invoices.data?.filter(({ status }) => status === 'OPEN') ?? [];
  return (
    <div className="max-w-3xl space-y-8">
      <div className="space-y-1">
        <Link
          to="/membership"
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <span aria-hidden>←</span>
          Your membership
        </Link>
        <PageHeading title="Pay your dues" />
      </div>
      {(dues.isPending || invoices.isPending || checkouts.isPending || renewal.isPending) && <SkeletonCard />}
      {error && (
        <ErrorPanel
          what="Couldn’t load your dues"
          error={error}
          retry={() =>
            Promise.all([dues.refetch(), invoices.refetch(), checkouts.refetch(), renewal.refetch()])
          }
        />
      )}
      {dues.data && invoices.data && checkouts.data && renewal.data && (
        <>
          {me && !isApplicant && !dues.data.standing?.coveredBy && (
            <DuesToday standing={dues.data.standing} isOwing={open.some(({ kind }) => kind === 'DUES')} />
          )}
          {dues.data.creditCents > 0 && (
            <p className="rounded-card bg-info-tint p-3">
              You have a credit of <strong>{formatCents(dues.data.creditCents)}</strong> with us. To use it,{' '}
              <ContactWays otherwise="reply to any email from us" />.
            </p>
          )}
          {renewal.data.renewal && (
            <section aria-label="Automatic renewal" className="space-y-3">
              <h2 className="text-h3 font-semibold">Automatic renewal</h2>
              <AutomaticRenewal own={renewal.data} />
            </section>
          )}
          {open.map((invoice) => (
            <OpenInvoice
              key={invoice.id}
              invoice={invoice}
              dues={dues.data}
              own={checkouts.data}
              renewal={renewal.data.renewal}
            />
          ))}
          <DuesWithoutInvoice
            dues={dues.data}
            open={open}
            canPayOnline={checkouts.data.online !== null}
            renewal={renewal.data.renewal}
          />
        </>
      )}
    </div>
  );
}

/** Everything about dues for which there is no invoice: why there is none, or the way to one. */
function DuesWithoutInvoice({
  dues,
  open,
  canPayOnline,
  renewal,
}: {
  dues: Dues;
  open: OwnInvoice[];
  canPayOnline: boolean;
  renewal: OwnRenewal['renewal'];
}) {
  const me = useMe();
  if (!me) return null;
  if (me.status === 'PENDING' || me.status === 'DECLINED')
    return (
      <Suspense fallback={<SkeletonCard />}>
        <ApplicantDues canPayOnline={canPayOnline} />
      </Suspense>
    );
  if (dues.standing?.coveredBy)
    return (
      <p>The membership of a colleague at {dues.standing.coveredBy} covers you. You have no dues to pay.</p>
    );
  if (open.some(({ kind }) => kind === 'DUES')) return null;
  if (!me.acts.includes('PAY') && dues.standing) return <Refusal act="PAY" />;
  return (
    <Suspense fallback={<SkeletonCard />}>
      <NewInvoice dues={dues} canPayOnline={canPayOnline} renewal={renewal} />
      {dues.tiers.length > 0 && <PayingSteps {...dues.terms} canPayOnline={canPayOnline} />}
    </Suspense>
  );
}

function OpenInvoice({
  invoice,
  dues: { terms, tiers },
  own,
  renewal,
}: {
  invoice: OwnInvoice;
  dues: Dues;
  own: OwnCheckouts;
  renewal: OwnRenewal['renewal'];
}) {
  const documents = useQuery(ownDocumentsQuery());
  const { number, kind, words, totalCents, paidCents, dueOn, status, daysOverdue } = invoice;
  return (
    <section
      aria-label={`Invoice ${number}`}
      className="space-y-3 rounded-card border border-divider bg-surface p-4"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-h3 font-semibold">Invoice {number}</h2>
        <InvoicePill status={status} daysOverdue={daysOverdue} />
      </div>
      <Facts
        facts={[
          ['For', words],
          ['Total', paidCents > 0 && formatCents(totalCents)],
          ['Paid so far', paidCents > 0 && formatCents(paidCents)],
          ['Left to pay', <strong key="rest">{formatCents(totalCents - paidCents)}</strong>],
          ['Due', dayWords(dueOn)],
        ]}
      />
      <PayOnline
        invoice={{ id: invoice.id, number, restCents: totalCents - paidCents }}
        own={own}
        renewal={renewal}
        tier={kind === 'DUES' ? tiers[0] : undefined}
      />
      <h3 className="font-semibold">{own.online ? 'Or pay by check or transfer' : 'How to pay'}</h3>
      {terms.howToPay && <p className="break-words whitespace-pre-line">{terms.howToPay}</p>}
      <p>Please write invoice {number} on your payment. We email you a receipt when it arrives.</p>
      {kind === 'DUES' && (
        <p className="text-dense text-text-2">
          Your membership stays as it is until we receive the payment. For another length, or if you don’t
          want to renew, <ContactWays otherwise="reply to any email from us" />.
        </p>
      )}
      {kind === 'UPGRADE' && (
        <p className="text-dense text-text-2">
          Your membership stays in its tier until we receive the payment. If you don’t want to upgrade,{' '}
          <ContactWays otherwise="reply to any email from us" />.
        </p>
      )}
      <DocumentList documents={documents.data?.filter(({ invoiceId }) => invoiceId === invoice.id) ?? []} />
    </section>
  );
}
