import { dayWords } from '@namc/inputs/day-words';
import { perPeriod } from '@namc/inputs/period-words';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { formatCents, plural } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { type OwnInvoice, ownInvoicesQuery } from '../invoices/invoice-queries.ts';
import { ContactWays } from '../settings/contact.tsx';
import { ownUpgradesQuery, type Upgrade } from './membership-queries.ts';

/**
 * The higher tiers that a member can have at once, each with its price to the cent. Nothing for a member without one. A member whose
 * upgrade waits for its payment sees that alone: there is one at a time.
 */
export function Upgrades() {
  const asked = useQuery(ownUpgradesQuery());
  const invoices = useQuery(ownInvoicesQuery());
  if (asked.error)
    return <ErrorPanel what="Couldn’t load the upgrades" error={asked.error} retry={asked.refetch} />;
  if (invoices.error)
    return <ErrorPanel what="Couldn’t load the upgrades" error={invoices.error} retry={invoices.refetch} />;
  const open = invoices.data?.find(({ kind, status }) => kind === 'UPGRADE' && status === 'OPEN');
  if (open) return <Waiting invoice={open} />;
  if (!invoices.data || !asked.data?.length) return null;
  return (
    <section aria-label="Upgrade" className="space-y-3">
      <h2 className="text-h3 font-semibold">Upgrade</h2>
      <p className="max-w-2xl">
        You pay the difference of the dues for the days that are left. Your membership changes when we receive
        the payment, and its last day stays. A tier with lower dues begins with your next term: before you
        renew, <ContactWays otherwise="reply to any email from us" />.
      </p>
      <ul aria-label="Higher tiers" className="max-w-2xl space-y-2">
        {asked.data.map((upgrade) => (
          <HigherTier key={upgrade.code} upgrade={upgrade} />
        ))}
      </ul>
    </section>
  );
}

function Waiting({ invoice: { number, words, totalCents, paidCents, dueOn } }: { invoice: OwnInvoice }) {
  return (
    <section aria-label="Upgrade" className="space-y-3">
      <h2 className="text-h3 font-semibold">Upgrade</h2>
      <div className="max-w-2xl space-y-3 rounded-card border border-info bg-info-tint p-4">
        <p className="break-words">
          Your upgrade waits for its payment: invoice {number},{' '}
          <strong>{formatCents(totalCents - paidCents)}</strong> left to pay by {dayWords(dueOn)}.
        </p>
        <p className="break-words">{words}. Your membership stays in its tier until then.</p>
        <Link to="/membership/pay" className={buttonClass('primary')}>
          Pay invoice {number}
        </Link>
        <p className="text-dense text-text-2">
          For another tier, or if you don’t want to upgrade,{' '}
          <ContactWays otherwise="reply to any email from us" />.
        </p>
      </div>
    </section>
  );
}

function HigherTier({ upgrade }: { upgrade: Upgrade }) {
  const { code, name, description, annualDuesCents, periodMonths, benefits, cents, days, startsOn, endsOn } =
    upgrade;
  const navigate = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const close = () => setAsked(false);
  const { mutateAsync } = useMutation(api.invoices.issueOwnUpgrade.mutationOptions());
  const asking = useSingleMutation({
    mutationFn: () => mutateAsync({ tierCode: code, seenCents: cents }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(api.invoices.pathFilter());
      await navigate({ to: '/membership/pay' });
    },
    // Another day has another price.
    onError: () => queryClient.invalidateQueries(api.memberships.listOwnUpgrades.pathFilter()),
  });
  return (
    <li className="space-y-2 rounded-card border border-divider bg-surface p-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <strong className="break-words">{name}</strong>
        <span className="text-dense text-text-2">
          {formatCents(annualDuesCents)} {perPeriod(periodMonths)}
        </span>
      </p>
      <p className="break-words whitespace-pre-line text-text-2">{description}</p>
      {benefits.length > 0 && (
        <ul className="list-disc space-y-1 pl-5">
          {benefits.map((line) => (
            <li key={line} className="break-words">
              {line}
            </li>
          ))}
        </ul>
      )}
      <p>
        <strong>{formatCents(cents)}</strong> for {days} {plural(days, 'day')}, {dayWords(startsOn)} through{' '}
        {dayWords(endsOn)}.
      </p>
      {asking.error && (
        <p role="alert" className="text-bad">
          {causeOf(asking.error)}
        </p>
      )}
      <Button
        aria-disabled={asking.isPending}
        onClick={() => {
          if (!asking.isPending) setAsked(true);
        }}
      >
        {asking.isPending ? 'Making your invoice…' : `Upgrade to ${name}…`}
      </Button>
      <Confirm
        title={`Upgrade to ${name}?`}
        isOpen={isAsked}
        close={close}
        action="Make the invoice"
        isSafe
        act={() => {
          close();
          asking.mutate();
        }}
      >
        We make you an invoice for {formatCents(cents)}: the difference of the dues for {days}{' '}
        {plural(days, 'day')}, {dayWords(startsOn)} through {dayWords(endsOn)}. When it is paid, your
        membership is in the tier {name} through the same last day. Until then nothing changes.
      </Confirm>
    </li>
  );
}
