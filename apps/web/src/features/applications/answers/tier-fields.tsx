import { perPeriod } from '@namc/inputs/period-words';
import { useQuery } from '@tanstack/react-query';
import { type Path, useFormState } from 'react-hook-form';
import { formatCents } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { messageAt } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import { tiersQuery } from './tiers.ts';

/** The tiers as cards: who each is for, and what it costs. */
export function TierFields<Input extends { tierCode: string }, Output>({
  form,
}: {
  form: SchemaForm<Input, Output>;
}) {
  const { data, error, isPending, refetch } = useQuery(tiersQuery());
  const { errors } = useFormState({ control: form.control });
  const problem = messageAt(errors, 'tierCode');
  return (
    <fieldset className="space-y-3">
      <legend className="mb-2 font-semibold">Choose the membership that fits you</legend>
      {problem && <p className="text-dense text-bad">{problem}.</p>}
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the memberships" error={error} retry={refetch} />}
      {data?.map((tier) => (
        <label
          key={tier.code}
          className="flex cursor-pointer items-start gap-3 rounded-card border border-control bg-surface p-4 hover:bg-canvas has-checked:border-link has-checked:bg-info-tint has-checked:outline-1 has-checked:outline-link"
        >
          <input
            type="radio"
            value={tier.code}
            aria-describedby={`tier-${tier.code}`}
            className="mt-0.5 size-5 shrink-0 accent-brand"
            {...form.register('tierCode' as Path<Input>)}
          />
          <span className="min-w-0 flex-1">
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-semibold">{tier.name}</span>
              <span className="text-text-2">
                <span className="text-lead font-semibold text-text tabular-nums">
                  {formatCents(tier.annualDuesCents)}
                </span>{' '}
                {perPeriod(tier.periodMonths)}
              </span>
            </span>
            <span id={`tier-${tier.code}`} className="block text-dense text-text-2">
              {tier.description}
              {tier.coversPeople && <span className="mt-1 block">It covers everyone in your company.</span>}
              {tier.benefits.length > 0 && (
                <span className="mt-1 block">
                  {tier.benefits.map((benefit) => (
                    <span key={benefit} className="block">
                      <span aria-hidden>✓ </span>
                      {benefit}
                    </span>
                  ))}
                </span>
              )}
            </span>
          </span>
        </label>
      ))}
      <p className="text-dense text-text-2">
        You pay nothing now. Dues are for the time that stands beside them.
      </p>
    </fieldset>
  );
}
