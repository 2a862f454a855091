import { dayWords } from '@namc/inputs/day-words';
import { issueDuesInvoiceInput, issueOtherInvoiceInput, issueUpgradeInput } from '@namc/inputs/invoices';
import { mostYears } from '@namc/inputs/memberships';
import { monthsInWords, periodsToChoose } from '@namc/inputs/period-words';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCents, plural } from '../../../lib/formats.ts';
import { toCents, typedDollars } from '../../../lib/typed-dollars.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField, SelectField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { tierInWords } from '../../applications/answers/tiers.ts';
import { InvoicePill } from '../invoice-pill.tsx';

/** The invoices of a member on the member’s page, for staff who keep the books. */
export default function MemberInvoices({
  userId,
  name,
  canIssue,
}: {
  userId: string;
  name: string;
  canIssue: boolean;
}) {
  const asked = useQuery(api.invoices.listOfMember.queryOptions({ userId }, { staleTime: 0 }));
  const [issuing, setIssuing] = useState<'dues' | 'upgrade' | 'other'>();
  const close = () => setIssuing(undefined);
  const done = async () => {
    close();
    await queryClient.invalidateQueries(api.invoices.pathFilter());
    toast(`Invoice issued. We’ve emailed it to ${name}.`, { about: `invoices ${userId}` });
  };
  return (
    <section aria-label="Invoices" className="space-y-3">
      <h2 className="text-h3 font-semibold">Invoices</h2>
      {asked.isPending && <Loading />}
      {asked.error && (
        <ErrorPanel what="Couldn’t load the invoices" error={asked.error} retry={asked.refetch} />
      )}
      {asked.data?.length === 0 && <p className="text-text-2">None yet.</p>}
      {asked.data && asked.data.length > 0 && (
        <ul aria-label="Invoices" className="max-w-2xl space-y-2">
          {asked.data.map((invoice) => (
            <li
              key={invoice.id}
              className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 rounded-card border border-divider bg-surface p-3"
            >
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Link
                  to="/admin/dues/$id"
                  params={{ id: invoice.id }}
                  className="font-semibold text-link underline underline-offset-4"
                >
                  {invoice.number}
                </Link>
                <span className="break-words">{invoice.words}</span>
                <InvoicePill status={invoice.status} daysOverdue={invoice.daysOverdue} />
              </p>
              <p className="text-dense text-text-2">
                {formatCents(invoice.totalCents)}, due {dayWords(invoice.dueOn)}
              </p>
            </li>
          ))}
        </ul>
      )}
      {canIssue && (
        <div className="flex flex-wrap gap-3">
          <Button onClick={() => setIssuing('dues')}>Issue an invoice for dues…</Button>
          <Button onClick={() => setIssuing('upgrade')}>Issue an invoice for an upgrade…</Button>
          <Button onClick={() => setIssuing('other')}>Issue another invoice…</Button>
        </div>
      )}
      <Dialog
        title={
          issuing === 'other'
            ? `Another invoice for ${name}`
            : issuing === 'upgrade'
              ? `Upgrade of ${name}`
              : `Invoice for the dues of ${name}`
        }
        isOpen={issuing !== undefined}
        close={close}
      >
        {issuing === 'dues' && <DuesForm userId={userId} done={done} />}
        {issuing === 'upgrade' && <UpgradeForm userId={userId} done={done} />}
        {issuing === 'other' && <OtherForm userId={userId} done={done} />}
      </Dialog>
    </section>
  );
}

/** A select gives text. */
const typedDues = z.extend(z.omit(issueDuesInvoiceInput, { years: true }), { years: z.string() });

function DuesForm({ userId, done }: { userId: string; done: () => Promise<void> }) {
  const tiers = useQuery(api.memberships.listTiers.queryOptions());
  const form = useSchemaForm(typedDues, { userId, tierCode: 'REGULAR', years: '1' });
  const tierCode = useWatch({ control: form.control, name: 'tierCode' });
  const periodMonths = tiers.data?.find(({ code }) => code === tierCode)?.periodMonths ?? 12;
  const { mutateAsync } = useMutation(api.invoices.issueDues.mutationOptions());
  return (
    <Form
      form={form}
      action="Issue the invoice"
      working="Issuing…"
      labels={{ tierCode: 'Tier', years: 'For how long' }}
      submit={({ years, ...values }) => mutateAsync({ ...values, years: Number(years) })}
      done={done}
    >
      <SelectField
        form={form}
        name="tierCode"
        label="Tier"
        choices={(tiers.data ?? []).map((tier) => ({ value: tier.code, label: tierInWords(tier) }))}
      />
      <SelectField
        form={form}
        name="years"
        label="For how long"
        choices={periodsToChoose(periodMonths, mostYears).map((count) => ({
          value: String(count),
          label: monthsInWords(count * periodMonths),
        }))}
      />
      <p className="text-dense text-text-2">
        A member has one open invoice for dues: if there is one, it stays as it is.
      </p>
    </Form>
  );
}

const chosenUpgrade = z.omit(issueUpgradeInput, { seenCents: true });

function UpgradeForm({ userId, done }: { userId: string; done: () => Promise<void> }) {
  const upgrades = useQuery(api.memberships.listUpgrades.queryOptions({ userId }, { staleTime: 0 }));
  const pauses = useQuery(api.memberships.listPauses.queryOptions({ userId }, { staleTime: 0 }));
  const form = useSchemaForm(chosenUpgrade, { userId, tierCode: '' });
  const { mutateAsync } = useMutation(api.invoices.issueUpgrade.mutationOptions());
  if (upgrades.error)
    return <ErrorPanel what="Couldn’t load the upgrades" error={upgrades.error} retry={upgrades.refetch} />;
  if (pauses.error)
    return <ErrorPanel what="Couldn’t load the pauses" error={pauses.error} retry={pauses.refetch} />;
  if (!upgrades.data || !pauses.data) return <Loading />;
  const pause = pauses.data.findLast(({ isOver }) => !isOver);
  if (pause)
    return (
      <p>
        This membership is paused {dayWords(pause.startsOn)} through {dayWords(pause.endsOn)}. It can be
        upgraded after the pause, because the pause moves its last day. To upgrade it now, end the pause
        first.
      </p>
    );
  if (upgrades.data.length === 0)
    return (
      <p>
        No tier with higher dues is offered for a term that runs today or later. A tier with lower dues begins
        with the next term: choose it when you renew the membership.
      </p>
    );
  const seenCents = (code: string) => upgrades.data.find((one) => one.code === code)?.cents ?? 0;
  return (
    <Form
      form={form}
      action="Issue the invoice"
      working="Issuing…"
      labels={{ tierCode: 'Tier' }}
      submit={async (values) => {
        try {
          await mutateAsync({ ...values, seenCents: seenCents(values.tierCode) });
        } finally {
          await queryClient.invalidateQueries(api.memberships.listUpgrades.pathFilter());
        }
      }}
      done={done}
    >
      <SelectField
        form={form}
        name="tierCode"
        label="Tier"
        choices={[
          { value: '', label: 'Choose a tier' },
          ...upgrades.data.map(({ code, name, cents, days, endsOn }) => ({
            value: code,
            label: `${name}: ${formatCents(cents)} for ${days} ${plural(days, 'day')}, through ${dayWords(endsOn)}`,
          })),
        ]}
      />
      <p className="text-dense text-text-2">
        The difference of the dues, day by day. The membership changes when nothing is left to pay, or when
        you waive the invoice.
      </p>
    </Form>
  );
}

const typedOther = z.extend(z.omit(issueOtherInvoiceInput, { amountCents: true }), { amount: typedDollars });

function OtherForm({ userId, done }: { userId: string; done: () => Promise<void> }) {
  const form = useSchemaForm(
    typedOther,
    { userId, words: '', amount: '' },
    { key: `other invoice ${userId}`, names: ['words', 'amount'] },
  );
  const { mutateAsync } = useMutation(api.invoices.issueOther.mutationOptions());
  return (
    <Form
      form={form}
      action="Issue the invoice"
      working="Issuing…"
      labels={{ words: 'What it is for', amount: 'Amount' }}
      submit={({ amount, ...values }) => mutateAsync({ ...values, amountCents: toCents(amount) })}
      done={done}
    >
      <InputField form={form} name="words" label="What it is for" autoComplete="off" />
      <InputField
        form={form}
        name="amount"
        label="Amount"
        inputMode="decimal"
        hint="In dollars."
        autoComplete="off"
      />
    </Form>
  );
}
