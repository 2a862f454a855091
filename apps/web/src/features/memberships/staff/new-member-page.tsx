import { mostYears, newMemberForm } from '@namc/inputs/memberships';
import { monthsInWords, periodsToChoose } from '@namc/inputs/period-words';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { api, queryClient } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField, SelectField, TickField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { tierInWords } from '../../applications/answers/tiers.ts';
import { basisWords } from '../basis-words.ts';
import { type AskedNamesakes, NamesakesDialog } from './namesakes-dialog.tsx';

/** Staff add a member by hand: somebody who joined on paper, or by phone. */
export function NewMemberPage() {
  const tiers = useQuery(api.memberships.listAllTiers.queryOptions(undefined, { staleTime: 0 }));
  return (
    <div className="space-y-5">
      <div className="space-y-1">
        <Link
          to="/admin/members"
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <span aria-hidden>←</span>
          All members
        </Link>
        <PageHeading title="Add a member" />
      </div>
      <p className="max-w-2xl text-text-2">
        For somebody who joined without the form. Nobody makes a password for them: they choose one by a link
        that only they get.
      </p>
      {tiers.isPending && <Loading />}
      {tiers.error && <ErrorPanel what="Couldn’t load the tiers" error={tiers.error} retry={tiers.refetch} />}
      {tiers.data && <NewMemberForm tiers={tiers.data} />}
    </div>
  );
}

const labels = {
  email: 'Email',
  firstName: 'First name',
  lastName: 'Last name',
  company: 'Company',
  phone: 'Phone',
  licenseNumber: 'License number',
  tierCode: 'Tier',
  startsOn: 'First day',
  duration: 'Runs for',
  endsOn: 'Last day',
  basis: 'Dues',
  note: 'Note',
};

function NewMemberForm({ tiers }: { tiers: inferOutput<typeof api.memberships.listAllTiers> }) {
  const navigate = useNavigate();
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date());
  const form = useSchemaForm(
    newMemberForm,
    {
      email: '',
      firstName: '',
      lastName: '',
      company: '',
      phone: '',
      licenseNumber: '',
      tierCode: (tiers.find(({ isOffered, isJoinable }) => isOffered && isJoinable) ?? tiers[0])?.code ?? '',
      startsOn: today,
      duration: '1',
      endsOn: '',
      basis: 'DUES',
      note: '',
      sendsWelcome: false,
    },
    { key: 'new member', names: Object.keys(labels) as (keyof typeof labels)[] },
  );
  const [tierCode, duration, basis] = useWatch({
    control: form.control,
    name: ['tierCode', 'duration', 'basis'],
  });
  const periodMonths = tiers.find(({ code }) => code === tierCode)?.periodMonths ?? 12;
  const { mutateAsync } = useMutation(api.memberships.addMember.mutationOptions());
  /** The way on, once the person is added. */
  const sent = useRef<() => Promise<void>>(undefined);
  const [namesakes, setNamesakes] = useState<AskedNamesakes | null>(null);
  const added = async ({ firstName, lastName }: { firstName: string; lastName: string }, userId: string) => {
    await queryClient.invalidateQueries(api.members.pathFilter());
    toast(`Added ${firstName} ${lastName}.`, {
      view: () => navigate({ to: '/admin/members/$id', params: { id: userId } }),
    });
    await navigate({ to: '/admin/members' });
  };
  return (
    <>
      <Form
        form={form}
        action="Add the member"
        working="Adding…"
        labels={labels}
        submit={async (values) => {
          const answer = await mutateAsync(values);
          if (answer.outcome === 'named') setNamesakes({ who: values, companies: answer.companies });
          else sent.current = () => added(values, answer.userId);
        }}
        done={() => sent.current?.()}
      >
        <InputField form={form} name="email" label="Email" type="email" autoComplete="off" />
        <InputField form={form} name="firstName" label="First name" autoComplete="off" />
        <InputField form={form} name="lastName" label="Last name" autoComplete="off" />
        <InputField form={form} name="company" label="Company" isOptional autoComplete="off" />
        <InputField form={form} name="phone" label="Phone" type="tel" isOptional autoComplete="off" />
        <InputField
          form={form}
          name="licenseNumber"
          label="License number"
          inputMode="numeric"
          isOptional
          autoComplete="off"
        />
        <SelectField
          form={form}
          name="tierCode"
          label="Tier"
          choices={tiers.map((tier) => ({ value: tier.code, label: tierInWords(tier) }))}
        />
        <InputField form={form} name="startsOn" label="First day" type="date" />
        <SelectField
          form={form}
          name="duration"
          label="Runs for"
          choices={[
            ...periodsToChoose(periodMonths, mostYears).map((count) => ({
              value: String(count),
              label: monthsInWords(count * periodMonths),
            })),
            { value: 'day', label: 'Until another day' },
          ]}
        />
        {duration === 'day' && <InputField form={form} name="endsOn" label="Last day" type="date" />}
        <SelectField
          form={form}
          name="basis"
          label="Dues"
          choices={Object.entries(basisWords).map(([value, label]) => ({ value, label }))}
        />
        <InputField
          form={form}
          name="note"
          label="Note"
          isOptional={basis === 'DUES'}
          hint={
            basis === 'DUES'
              ? 'How they paid, such as “Check 1042”. No invoice is issued.'
              : 'Why there are no dues. It stays with the term.'
          }
          autoComplete="off"
        />
        <TickField
          form={form}
          name="sendsWelcome"
          label="Email them a link to choose a password. You can also send it later."
        />
      </Form>
      {namesakes && <NamesakesDialog {...namesakes} close={() => setNamesakes(null)} added={added} />}
    </>
  );
}
