import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { type api, apiClient, queryClient } from '../../lib/api.ts';
import { formatCents } from '../../lib/formats.ts';
import { buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { SkeletonCard } from '../../ui/skeleton.tsx';

type Outcome = inferOutput<typeof api.checkouts.settleOwn>;

const askAgainMs = 4_000;
/** Two minutes. Later the email says it. */
const mostAsked = 30;

/** The outcome of a payment, on the page to which Stripe leads back. It asks Stripe itself, and does not wait for its report. */
export function ReturnPage({ checkoutId }: { checkoutId: string | undefined }) {
  const asked = useQuery({
    queryKey: ['checkout outcome', checkoutId],
    queryFn: async () => {
      const outcome = await apiClient.checkouts.settleOwn.mutate({ checkoutId: checkoutId ?? '' });
      if (outcome.status === 'PAID') {
        // The membership and its documents have changed.
        await queryClient.invalidateQueries({ refetchType: 'none' });
      }
      return outcome;
    },
    enabled: checkoutId !== undefined,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.status === 'OPEN' && state.dataUpdateCount < mostAsked ? askAgainMs : false,
  });
  return (
    <div className="max-w-3xl space-y-6">
      <PageHeading title="Your payment" />
      {checkoutId === undefined && <p>There is no payment at this address.</p>}
      {checkoutId !== undefined && asked.isPending && <SkeletonCard />}
      {asked.error && (
        <ErrorPanel what="Couldn’t ask about your payment" error={asked.error} retry={asked.refetch} />
      )}
      {asked.data && !asked.error && <OutcomeNotice outcome={asked.data} />}
      <p className="flex flex-wrap gap-3">
        {asked.data && ['OPEN', 'FAILED', 'EXPIRED', 'STARTED'].includes(asked.data.status) && (
          <Link to="/membership/pay" className={buttonClass('primary')}>
            Pay your dues
          </Link>
        )}
        <Link to="/membership" className={buttonClass()}>
          Your membership
        </Link>
      </p>
    </div>
  );
}

function OutcomeNotice({ outcome }: { outcome: Outcome }) {
  const { status, number, words, amountCents, restCents, termEndsOn, creditCents } = outcome;
  const amount = formatCents(amountCents);
  if (status === 'PAID')
    return (
      <Notice kind="ok" title={`We received ${amount}. Thank you.`}>
        <p>
          Invoice {number}: {words}. We’ve emailed you the receipt.
        </p>
        {restCents > 0 && <p>{formatCents(restCents)} is left to pay.</p>}
        {(creditCents ?? 0) > 0 && (
          <p>{formatCents(creditCents ?? 0)} was more than what was left. We keep it as your credit.</p>
        )}
        {termEndsOn && <p>Your membership runs through {dayWords(termEndsOn)}.</p>}
      </Notice>
    );
  if (status === 'PROCESSING')
    return (
      <Notice kind="info" title="Your bank is sending the money">
        <p>
          {amount} for invoice {number} is under way. That takes up to five business days. We email you a
          receipt when it arrives. Until then your membership stays as it is.
        </p>
      </Notice>
    );
  if (status === 'FAILED')
    return (
      <Notice kind="warn" title="The payment didn’t go through">
        <p>Nothing was taken, and invoice {number} is still open. You can pay it another way.</p>
      </Notice>
    );
  return (
    <Notice kind="info" title="Nothing is paid yet">
      <p>
        Invoice {number} for {amount} is still open. If you have just paid, this page shows it in a moment.
      </p>
    </Notice>
  );
}
