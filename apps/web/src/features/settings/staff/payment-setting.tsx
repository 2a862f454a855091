import { changePaymentTermsInput } from '@namc/inputs/settings';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField, TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

/** The words of invoices about how and when to pay. */
export function PaymentSetting() {
  const { data, error, isPending, refetch } = useQuery(
    api.settings.getPaymentTerms.queryOptions(undefined, { staleTime: 0 }),
  );
  return (
    <section aria-labelledby="payment" className="max-w-2xl space-y-4">
      <h2 id="payment" className="text-h3 font-semibold">
        Payment instructions
      </h2>
      <p className="text-dense text-text-2">
        New invoices show these with the mailing address above. Invoices that were issued stay as they are.
      </p>
      {isPending && <Loading />}
      {error && !data && <ErrorPanel what="Couldn’t load the instructions" error={error} retry={refetch} />}
      {data && <PaymentForm terms={data} />}
    </section>
  );
}

/** Fields give text. */
const typedTerms = z.extend(z.omit(changePaymentTermsInput, { dueDays: true }), {
  dueDays: z.string().check(z.trim(), z.regex(/^[1-9]\d{0,2}$/, 'must be a number of days')),
});

function PaymentForm({ terms }: { terms: inferOutput<typeof api.settings.getPaymentTerms> }) {
  const form = useSchemaForm(typedTerms, { howToPay: terms.howToPay, dueDays: String(terms.dueDays) });
  const { mutateAsync } = useMutation(
    api.settings.changePaymentTerms.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(api.settings.pathFilter()),
    }),
  );
  return (
    <Form
      form={form}
      action="Save payment instructions"
      working="Saving…"
      labels={{ howToPay: 'How to pay', dueDays: 'Days until an invoice is due' }}
      submit={async ({ howToPay, dueDays }) => {
        await mutateAsync({ howToPay, dueDays: Number(dueDays) });
        toast('Payment instructions saved. New invoices show them.', { about: 'payment' });
      }}
    >
      <TextareaField form={form} name="howToPay" label="How to pay" isOptional rows={3} />
      <InputField
        form={form}
        name="dueDays"
        label="Days until an invoice is due"
        inputMode="numeric"
        autoComplete="off"
      />
    </Form>
  );
}
