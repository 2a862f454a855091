import { memberTypeWords } from '@namc/inputs/member-words';
import { memberTypes } from '@namc/inputs/members';
import { addTierInput } from '@namc/inputs/memberships';
import { perPeriod } from '@namc/inputs/period-words';
import { linesOrNone } from '@namc/inputs/text';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCents } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField, SelectField, TextareaField, TickField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { Change } from '../../accounts/settings-section.tsx';
import { StandingTable } from './standing-table.tsx';

type Tier = inferOutput<typeof api.memberships.listAllTiers>[number];

/** The tiers of membership, for staff who change them. */
export function TiersPage() {
  const { data, error, isPending, refetch } = useQuery(
    api.memberships.listAllTiers.queryOptions(undefined, { staleTime: 0 }),
  );
  return (
    <div className="space-y-5">
      <PageHeading title="Membership tiers" />
      <p className="max-w-2xl text-text-2">
        Visitors see these on the page on which they join. New dues count for the terms to come. A tier that
        you no longer offer stays with the members who have it.
      </p>
      {data && <Change what="a tier" label="Add" isSpelledOut form={(close) => <TierForm close={close} />} />}
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the tiers" error={error} retry={refetch} />}
      <ul aria-label="Tiers" className="grid max-w-4xl gap-4">
        {data?.map((tier) => (
          <li key={tier.code} className="space-y-2 rounded-card border border-divider bg-surface p-4">
            <div className="flex flex-wrap items-baseline justify-between gap-3">
              <h2 className="flex flex-wrap items-center gap-2 font-semibold break-words">
                {tier.name}
                {!tier.isOffered && <Pill tone="quiet">Not offered</Pill>}
                {tier.isOffered && !tier.isJoinable && <Pill tone="quiet">By staff alone</Pill>}
                {tier.coversPeople && <Pill tone="quiet">Covers the company</Pill>}
              </h2>
              <p className="tabular-nums">
                {formatCents(tier.annualDuesCents)} {perPeriod(tier.periodMonths)}
              </p>
            </div>
            <p className="text-dense break-words whitespace-pre-line text-text-2">{tier.description}</p>
            {tier.benefits.length > 0 && (
              <ul className="list-disc pl-5 text-dense">
                {tier.benefits.map((benefit) => (
                  <li key={benefit} className="break-words">
                    {benefit}
                  </li>
                ))}
              </ul>
            )}
            <Change what={tier.name} form={(close) => <TierForm tier={tier} close={close} />} />
          </li>
        ))}
      </ul>
      <StandingTable />
    </div>
  );
}

/** Fields give text. Dues are typed in dollars, and benefits one a line. */
const typedTier = z.extend(
  z.omit(addTierInput, { annualDuesCents: true, periodMonths: true, position: true, benefits: true }),
  {
    dues: z
      .string()
      .check(
        z.trim(),
        z.regex(/^\$?\d{1,3}(,?\d{3}){0,1}(\.\d{2})?$/, 'must be an amount such as 500 or 500.50'),
      ),
    months: z.string().check(z.trim(), z.regex(/^([1-9]|[1-5]\d|60)$/, 'must be a number from 1 to 60')),
    place: z.string().check(z.trim(), z.regex(/^\d{1,3}$/, 'must be a number from 0 to 999')),
    // An optional field that is blank gives no text.
    lines: z._default(linesOrNone(2400), ''),
  },
);

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Changes a tier, or makes one. */
function TierForm({ tier, close }: { tier?: Tier; close: () => void }) {
  const form = useSchemaForm(
    typedTier,
    {
      name: tier?.name ?? '',
      description: tier?.description ?? '',
      memberType: tier?.memberType ?? 'REGULAR',
      isOffered: tier?.isOffered ?? true,
      isJoinable: tier?.isJoinable ?? true,
      coversPeople: tier?.coversPeople ?? false,
      dues: tier ? formatCents(tier.annualDuesCents).replace('$', '') : '',
      months: String(tier?.periodMonths ?? 12),
      place: String(tier?.position ?? 0),
      lines: tier?.benefits.join('\n') ?? '',
    },
    {
      key: `tier ${tier?.code ?? ''}`,
      names: [
        'name',
        'description',
        'memberType',
        'dues',
        'months',
        'place',
        'lines',
        'isOffered',
        'isJoinable',
        'coversPeople',
      ],
    },
  );
  const change = useMutation(api.memberships.changeTier.mutationOptions());
  const add = useMutation(api.memberships.addTier.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{
        name: 'Name',
        description: 'Who it’s for, and what it brings',
        dues: 'Dues',
        months: 'Months',
        place: 'Place',
        lines: 'Benefits',
        memberType: 'Kind of member',
      }}
      submit={({ dues, months, place, lines, memberType, ...facts }) => {
        const saved = {
          ...facts,
          annualDuesCents: Math.round(Number(dues.replace(/[$,]/g, '')) * 100),
          periodMonths: Number(months),
          position: Number(place),
          benefits: linesOf(lines),
        };
        return tier
          ? change.mutateAsync({ ...saved, code: tier.code, seenAt: tier.updatedAt })
          : add.mutateAsync({ ...saved, memberType });
      }}
      done={async () => {
        close();
        await queryClient.invalidateQueries(api.memberships.pathFilter());
        toast('Tier saved.', { about: `tier ${tier?.code ?? ''}` });
      }}
    >
      <InputField form={form} name="name" label="Name" autoComplete="off" />
      <TextareaField form={form} name="description" label="Who it’s for, and what it brings" />
      <TextareaField
        form={form}
        name="lines"
        label="Benefits"
        isOptional
        hint="One on each line, up to 12."
      />
      {!tier && (
        <SelectField
          form={form}
          name="memberType"
          label="Kind of member"
          choices={memberTypes.map((value) => ({ value, label: memberTypeWords[value] }))}
        />
      )}
      <InputField
        form={form}
        name="dues"
        label="Dues"
        inputMode="decimal"
        hint="In dollars, for the months below."
        autoComplete="off"
      />
      <InputField
        form={form}
        name="months"
        label="Months"
        inputMode="numeric"
        hint="A term runs for so long, or a multiple of it. It stays once somebody has the tier."
        autoComplete="off"
      />
      <InputField
        form={form}
        name="place"
        label="Place"
        inputMode="numeric"
        hint="Tiers stand by this number, and by their dues where it’s the same."
        autoComplete="off"
      />
      <TickField form={form} name="isOffered" label="Members can have this tier" />
      <TickField form={form} name="isJoinable" label="People can apply for it on the page for joining" />
      <TickField form={form} name="coversPeople" label="It covers everyone in the member’s company" />
    </Form>
  );
}
