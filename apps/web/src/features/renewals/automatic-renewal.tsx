import { dayWords } from '@namc/inputs/day-words';
import { cardWords, problemWords } from '@namc/inputs/renewal-words';
import { api, apiClient, queryClient } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { formatCents } from '../../lib/formats.ts';
import { useLeaving } from '../../lib/use-leaving.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { OwnRenewal } from './renewal-queries.ts';

/** The saved card with which a membership renews, what comes next, and the button that turns it off. */
export function AutomaticRenewal({ own: { renewal, isOnline, hasCustomerPage } }: { own: OwnRenewal }) {
  const stopping = useSingleMutation(
    api.renewals.stop.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(api.renewals.pathFilter()),
    }),
  );
  return (
    <div className="max-w-xl space-y-3">
      {stopping.error && (
        <p role="alert" className="text-bad">
          {causeOf(stopping.error)}
        </p>
      )}
      {renewal ? (
        <>
          <NextCharge renewal={renewal} />
          <Button aria-disabled={stopping.isPending} onClick={() => stopping.mutate()}>
            {stopping.isPending ? 'Turning it off…' : 'Turn off automatic renewal'}
          </Button>
          <p className="text-dense text-text-2">One click turns it off, and Stripe removes the card.</p>
        </>
      ) : stopping.data ? (
        <StoppedNotice isCharging={stopping.data.isCharging} />
      ) : (
        <p>Off. {isOnline && 'To turn it on, check the box for it when you pay your dues online by card.'}</p>
      )}
      {hasCustomerPage && isOnline && <CustomerPage />}
    </div>
  );
}

/** The renewal is off. A charge that had begun goes on. */
export function StoppedNotice({ isCharging }: { isCharging: boolean }) {
  return (
    <Notice kind={isCharging ? 'warn' : 'ok'} title="Automatic renewal is off">
      <p>
        {isCharging
          ? 'We had begun to charge your card for this renewal a moment before. If that goes through, we email you the receipt. We won’t charge the card again, and Stripe removes it.'
          : 'We won’t charge your card, and Stripe removes it.'}
      </p>
    </Notice>
  );
}

function NextCharge({ renewal }: { renewal: NonNullable<OwnRenewal['renewal']> }) {
  const { status, amountCents, chargeOn, problem, expiresMonth, expiresYear } = renewal;
  const amount = formatCents(amountCents ?? 0);
  return (
    <>
      {status === 'RETRY' && (
        <Notice kind="warn" title="We couldn’t charge your card">
          <p>
            Nothing was taken. {problemWords(problem)} We’ll try once more on {dayWords(chargeOn ?? '')}.
          </p>
        </Notice>
      )}
      {status === 'CHARGING' && (
        <Notice kind="info" title={`We’re charging ${amount} to your card`}>
          <p>We email you the receipt. Please don’t pay again.</p>
        </Notice>
      )}
      <Facts
        facts={[
          ['Card', cardWords(renewal)],
          ['Good through', `${expiresMonth}/${expiresYear}`],
          [
            'Next charge',
            status === 'NOTICED' || status === 'RETRY'
              ? `${amount} on ${dayWords(chargeOn ?? '')}`
              : status === null &&
                'A week before your membership ends. We email you the amount and the day two weeks before.',
          ],
        ]}
      />
    </>
  );
}

function CustomerPage() {
  const { isLeaving, ...leaving } = useLeaving({
    mutationFn: async () => window.location.assign(await apiClient.renewals.openCustomerPage.mutate()),
  });
  return (
    <div>
      {leaving.error && (
        <p role="alert" className="text-bad">
          {causeOf(leaving.error)}
        </p>
      )}
      <Button
        aria-disabled={isLeaving}
        onClick={() => {
          if (!isLeaving) leaving.mutate();
        }}
      >
        {isLeaving ? 'Opening Stripe…' : 'Cards and receipts at Stripe'}
      </Button>
    </div>
  );
}
