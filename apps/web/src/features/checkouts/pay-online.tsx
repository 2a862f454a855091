import { useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { formatCents } from '../../lib/formats.ts';
import { useLeaving } from '../../lib/use-leaving.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toasts.ts';
import type { OwnRenewal } from '../renewals/renewal-queries.ts';
import { SaveCard } from '../renewals/save-card.tsx';
import { goToPay, type OwnCheckouts } from './checkout-queries.ts';

/** The way to the page on which an open invoice is paid, or what is under way there. Nothing where paying online is off. */
export function PayOnline({
  invoice: { id, number, restCents },
  own: { online, checkouts },
  renewal,
  tier,
}: {
  invoice: { id: string; number: string; restCents: number };
  own: OwnCheckouts;
  renewal: OwnRenewal['renewal'];
  /** The tier of the dues; undefined for an invoice for something else, with which no card is saved. */
  tier: { annualDuesCents: number; periodMonths: number } | undefined;
}) {
  const [savesCard, setSavesCard] = useState(false);
  const { isLeaving, ...paying } = useLeaving({
    mutationFn: () => goToPay(id, savesCard),
    onError: async (error) => {
      // Somebody may have paid in another tab. The invoice leaves this page then, and the reason with it.
      const invoices = await queryClient
        .fetchQuery(api.invoices.listOwn.queryOptions())
        .catch(() => undefined);
      if (invoices && !invoices.some((one) => one.id === id && one.status === 'OPEN'))
        toast(causeOf(error), { about: `invoice ${id}` });
    },
  });
  const newest = checkouts.find(({ invoiceId }) => invoiceId === id);
  if (newest?.status === 'PROCESSING')
    return (
      <Notice kind="info" title="Your bank is sending the money">
        <p>
          {formatCents(newest.amountCents)} for invoice {number} is under way. That takes up to five business
          days. We email you a receipt when it arrives. Please don’t pay again.
        </p>
      </Notice>
    );
  if (!online) return null;
  return (
    <div className="space-y-2">
      <h3 className="font-semibold">Pay online</h3>
      {newest?.status === 'FAILED' && (
        <Notice kind="warn" title="Your last payment didn’t go through">
          <p>Your bank didn’t send the money. Nothing was taken.</p>
        </Notice>
      )}
      {paying.error && (
        <p role="alert" className="text-bad">
          {causeOf(paying.error)}
        </p>
      )}
      {tier && <SaveCard tier={tier} renewal={renewal} isChosen={savesCard} onChoose={setSavesCard} />}
      <Button
        look="primary"
        aria-disabled={isLeaving}
        onClick={() => {
          if (!isLeaving) paying.mutate();
        }}
      >
        {isLeaving ? 'Opening the payment page…' : `Pay ${formatCents(restCents)} online`}
        <span className="sr-only"> for invoice {number}</span>
      </Button>
      <p className="text-dense text-text-2">
        {savesCard ? 'By card' : 'By card or from your bank account'}, on a page of Stripe. We never see the
        numbers of either.
        {online.isPractice && ' This is a practice portal: no money moves.'}
      </p>
    </div>
  );
}
