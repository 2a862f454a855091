import { dayWords } from '@namc/inputs/day-words';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatCents, plural } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { providerWords } from '../../invoices/invoice-words.ts';

export type Waiting = inferOutput<typeof api.deposits.listUndeposited>[number];

export const sumOf = (payments: readonly { amountCents: number }[]): number =>
  payments.reduce((all, { amountCents }) => all + amountCents, 0);

/** Checks and cash to choose from, with the sum of those that are chosen. */
export function PaymentChoice({
  payments,
  chosen,
  choose,
}: {
  payments: Waiting[];
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
}) {
  const taken = payments.filter(({ id }) => chosen.has(id));
  const isWhole = taken.length === payments.length;
  return (
    <fieldset className="space-y-3">
      <legend className="font-semibold">Checks and cash</legend>
      <Button onClick={() => choose(new Set(isWhole ? [] : payments.map(({ id }) => id)))}>
        {isWhole ? 'Choose none' : 'Choose all'}
      </Button>
      <ul className="max-w-3xl divide-y divide-divider rounded-card border border-divider bg-surface">
        {payments.map((payment) => (
          <li key={payment.id}>
            <label className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
              <input
                type="checkbox"
                className="size-5 shrink-0 accent-brand"
                checked={chosen.has(payment.id)}
                onChange={({ target }) => {
                  const next = new Set(chosen);
                  if (target.checked) next.add(payment.id);
                  else next.delete(payment.id);
                  choose(next);
                }}
              />
              <span className="min-w-0 flex-1 basis-48 break-words">
                {payment.name}
                <span className="block text-dense text-text-2">
                  {providerWords[payment.provider]}
                  {payment.providerReference && ` ${payment.providerReference}`} · invoice{' '}
                  {payment.invoiceNumber}
                  {payment.receivedOn && ` · received ${dayWords(payment.receivedOn)}`}
                </span>
              </span>
              <span className="font-semibold tabular-nums">{formatCents(payment.amountCents)}</span>
            </label>
          </li>
        ))}
      </ul>
      <p aria-live="polite">
        {taken.length} {plural(taken.length, 'item')} chosen, <strong>{formatCents(sumOf(taken))}</strong>
      </p>
    </fieldset>
  );
}
