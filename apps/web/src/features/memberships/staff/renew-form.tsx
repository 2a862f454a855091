import { dayWords } from '@namc/inputs/day-words';
import { renewMembershipInput, termBases } from '@namc/inputs/memberships';
import { monthsInWords } from '@namc/inputs/period-words';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { useWatch } from 'react-hook-form';
import { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { SelectField, TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { tierInWords } from '../../applications/answers/tiers.ts';
import { basisWords } from '../basis-words.ts';
import { standingWords } from '../standing-words.ts';

type Renewal = inferOutput<typeof api.memberships.getRenewal>;

/** Renews a membership. It says which days the new term has before it is sent. */
export function RenewForm({ userId, done }: { userId: string; done: (words: string) => Promise<void> }) {
  const renewal = useQuery(api.memberships.getRenewal.queryOptions({ userId }, { staleTime: 0, gcTime: 0 }));
  if (renewal.error)
    return <ErrorPanel what="Couldn’t load the membership" error={renewal.error} retry={renewal.refetch} />;
  if (!renewal.data) return <Loading />;
  return <Fields userId={userId} renewal={renewal.data} done={done} />;
}

/** A select gives text. */
const asked = z.extend(
  z.omit(renewMembershipInput, { startsOn: true, years: true, countsMissedDays: true }),
  {
    years: z.string(),
    missedDays: z.string(),
  },
);

function Fields({
  userId,
  renewal: { tiers, standing, ...days },
  done,
}: {
  userId: string;
  renewal: Renewal;
  done: (words: string) => Promise<void>;
}) {
  const form = useSchemaForm(
    asked,
    {
      userId,
      tierCode: standing?.tierCode ?? tiers[0]?.code ?? '',
      years: '1',
      basis: 'DUES',
      missedDays: 'out',
      reason: '',
    },
    { key: `renew ${userId}`, names: ['tierCode', 'years', 'basis', 'missedDays', 'reason'] },
  );
  const [tierCode, chosenYears, missed] = useWatch({
    control: form.control,
    name: ['tierCode', 'years', 'missedDays'],
  });
  const years = Number(chosenYears);
  const countsMissedDays = days.withMissedDays !== null && missed === 'count';
  const { startsOn, ...ends } = (countsMissedDays && days.withMissedDays) || days;
  const lastDays = ends.lastDays.filter((one) => one.tierCode === tierCode);
  const periodMonths = tiers.find(({ code }) => code === tierCode)?.periodMonths ?? 12;
  const endsOn = lastDays.find((one) => one.years === years)?.endsOn ?? startsOn;
  const { mutateAsync } = useMutation(api.memberships.renew.mutationOptions());
  return (
    <Form
      form={form}
      action="Renew"
      working="Renewing…"
      labels={{
        tierCode: 'Tier',
        years: 'For how long',
        basis: 'What it stands on',
        missedDays: 'Missed days',
        reason: 'Reason',
      }}
      submit={async ({ missedDays: _, ...values }) => {
        try {
          await mutateAsync({ ...values, years, startsOn, countsMissedDays });
        } finally {
          // Somebody else may have renewed it: the form then shows the new days, with the refusal above them.
          await queryClient.invalidateQueries(api.memberships.getRenewal.pathFilter());
        }
      }}
      done={() => done(`Renewed through ${dayWords(endsOn)}.`)}
    >
      {standing && (
        <p className="text-dense text-text-2">
          {standing.tierName}, through {dayWords(standing.endsOn)}. {standingWords[standing.standing]}.
        </p>
      )}
      <SelectField
        form={form}
        name="tierCode"
        label="Tier"
        choices={tiers.map((tier) => ({ value: tier.code, label: tierInWords(tier) }))}
      />
      <SelectField
        form={form}
        name="years"
        label="For how long"
        choices={lastDays.map((one) => ({
          value: String(one.years),
          label: monthsInWords(one.years * periodMonths),
        }))}
      />
      {days.withMissedDays && (
        <SelectField
          form={form}
          name="missedDays"
          label="Missed days"
          choices={[
            { value: 'out', label: `Leave them out: the new term begins on ${dayWords(days.startsOn)}` },
            {
              value: 'count',
              label: `Count them: it begins on ${dayWords(days.withMissedDays.startsOn)}, as if renewed in time`,
            },
          ]}
        />
      )}
      <SelectField
        form={form}
        name="basis"
        label="What it stands on"
        choices={termBases.map((value) => ({ value, label: basisWords[value] }))}
      />
      <TextareaField
        form={form}
        name="reason"
        label="Reason"
        hint="For the record, such as the check that paid for it, or why there are no dues. The member doesn’t see it."
      />
      <p aria-live="polite" className="rounded-card bg-info-tint p-3">
        The new term: <strong>{dayWords(startsOn)}</strong> through <strong>{dayWords(endsOn)}</strong>. We
        email the member.
      </p>
    </Form>
  );
}
