import { dayWords } from '@namc/inputs/day-words';
import { issueOwnInvoiceInput } from '@namc/inputs/invoices';
import { monthsInWords } from '@namc/inputs/period-words';
import { useMutation } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod/mini';
import { api, queryClient } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { formatCents, plural } from '../../lib/formats.ts';
import { useLeaving } from '../../lib/use-leaving.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { goToPay } from '../checkouts/checkout-queries.ts';
import type { OwnRenewal } from '../renewals/renewal-queries.ts';
import { SaveCard } from '../renewals/save-card.tsx';
import { ContactWays } from '../settings/contact.tsx';

type Dues = inferOutput<typeof api.invoices.getOwnDues>;

/** A select gives text. */
const asked = z.extend(z.omit(issueOwnInvoiceInput, { years: true }), { years: z.string() });

/** Chooses how long, and shows what they cost and bring before the invoice is made. */
export default function NewInvoice({
  dues: { startsOn, tiers, terms, ...dues },
  canPayOnline,
  renewal,
}: {
  dues: Dues;
  canPayOnline: boolean;
  renewal: OwnRenewal['renewal'];
}) {
  const form = useSchemaForm(asked, { tierCode: tiers[0]?.code ?? '', years: '1' });
  const [tierCode, chosen] = useWatch({ control: form.control, name: ['tierCode', 'years'] });
  const [savesCard, setSavesCard] = useState(false);
  const { mutateAsync } = useMutation(api.invoices.issueOwn.mutationOptions());
  // Both buttons make the invoice. This one goes on to the page on which it is paid.
  const { isLeaving, ...paying } = useLeaving({
    mutationFn: async (values: { tierCode: string; years: string }) => {
      const { id } = await mutateAsync({ ...values, years: Number(values.years) });
      await goToPay(id, savesCard);
    },
    onError: () => queryClient.invalidateQueries(api.invoices.pathFilter()),
  });
  const years = Number(chosen);
  const tier = tiers.find(({ code }) => code === tierCode);
  const lastDays = dues.lastDays.filter((one) => one.tierCode === tierCode);
  const endsOn = lastDays.find((one) => one.years === years)?.endsOn ?? startsOn;
  if (!tier)
    return (
      <p>
        There are no dues for your membership. If you have questions,{' '}
        <ContactWays otherwise="reply to any email from us" />.
      </p>
    );
  return (
    <section aria-label="New invoice" className="max-w-xl space-y-4">
      <Form
        form={form}
        action="Get an invoice"
        working="Making your invoice…"
        labels={{ tierCode: 'Tier', years: 'For how long' }}
        beside={
          canPayOnline && (
            <Button
              aria-disabled={isLeaving}
              onClick={() => {
                if (!isLeaving) void form.handleSubmit((values) => paying.mutate(values))();
              }}
            >
              {isLeaving ? 'Opening the payment page…' : 'Pay online'}
            </Button>
          )
        }
        submit={async (values) => {
          const { isNew } = await mutateAsync({ ...values, years });
          await queryClient.invalidateQueries(api.invoices.pathFilter());
          toast(
            isNew
              ? 'Your invoice is ready. We’ve emailed it to you too.'
              : 'You already have an open invoice for your dues. Here it is.',
            { about: 'invoice' },
          );
        }}
      >
        {tiers.length > 1 && (
          <SelectField
            form={form}
            name="tierCode"
            label="Tier"
            choices={tiers.map(({ code, name }) => ({ value: code, label: name }))}
          />
        )}
        <SelectField
          form={form}
          name="years"
          label="For how long"
          choices={lastDays.map((one) => ({
            value: String(one.years),
            label: `${monthsInWords(one.years * tier.periodMonths)}, ${formatCents(tier.annualDuesCents * one.years)}`,
          }))}
        />
        {canPayOnline && (
          <SaveCard tier={tier} renewal={renewal} isChosen={savesCard} onChoose={setSavesCard} />
        )}
        {paying.error && (
          <p role="alert" className="text-bad">
            {causeOf(paying.error)}
          </p>
        )}
        <p aria-live="polite" className="rounded-card bg-info-tint p-3">
          {tier.name}: <strong>{formatCents(tier.annualDuesCents * years)}</strong>, due in {terms.dueDays}{' '}
          {plural(terms.dueDays, 'day')}. If your payment arrived today, the new term would run from{' '}
          <strong>{dayWords(startsOn)}</strong> through <strong>{dayWords(endsOn)}</strong>.
        </p>
      </Form>
    </section>
  );
}
