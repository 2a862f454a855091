import { formatCents } from '../../lib/formats.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { goToPay, type OwnCheckouts } from './checkout-queries.ts';
import { useLeaving } from './use-leaving.ts';

/** The way to the page on which an open invoice is paid, or what is under way there. Nothing where paying online is off. */
export function PayOnline({
  invoice: { id, number, restCents },
  own: { online, checkouts },
}: {
  invoice: { id: string; number: string; restCents: number };
  own: OwnCheckouts;
}) {
  const { isLeaving, ...paying } = useLeaving({ mutationFn: () => goToPay(id) });
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
          {paying.error.message}
        </p>
      )}
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
        By card or from your bank account, on a page of Stripe. We never see the numbers of either.
        {online.isPractice && ' This is a practice portal: no money moves.'}
      </p>
    </div>
  );
}
