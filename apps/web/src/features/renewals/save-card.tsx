import { monthsInWords } from '@namc/inputs/period-words';
import { cardWords } from '@namc/inputs/renewal-words';
import { useId } from 'react';
import { formatCents } from '../../lib/formats.ts';
import type { OwnRenewal } from './renewal-queries.ts';

/** The box with which a member asks that the card of a payment renews the membership. It is never checked beforehand. */
export function SaveCard({
  tier,
  renewal,
  isChosen,
  onChoose,
}: {
  tier: { annualDuesCents: number; periodMonths: number };
  renewal: OwnRenewal['renewal'];
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  const hintId = useId();
  return (
    <div>
      <label className="flex min-h-11 items-center gap-3 py-1">
        <input
          type="checkbox"
          className="size-5 shrink-0 accent-brand"
          checked={isChosen}
          onChange={({ target }) => onChoose(target.checked)}
          aria-describedby={hintId}
        />
        {renewal
          ? `Save this card instead of the ${cardWords(renewal)}`
          : 'Save this card and renew my membership automatically'}
      </label>
      <p id={hintId} className="text-dense text-text-2">
        A week before your membership ends, we charge the dues for {monthsInWords(tier.periodMonths)} more:{' '}
        {formatCents(tier.annualDuesCents)} as of today. We email you the amount and the day two weeks before,
        and charge nothing else. You can turn it off with one click, in that email or here. Stripe keeps the
        card; we see only its last four digits. Without this box, nothing is saved.
      </p>
    </div>
  );
}
