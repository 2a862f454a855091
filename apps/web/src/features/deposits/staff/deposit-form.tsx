import { calendarDate } from '@namc/inputs/text';
import { useState } from 'react';
import { z } from 'zod/mini';
import { InputField } from '../../../ui/fields.tsx';
import { Form, WrongInput } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { PaymentChoice, type Waiting } from './payment-choice.tsx';

const asked = z.object({ depositedOn: calendarDate });

/** Chooses the day and the checks of a deposit that is open. */
export function DepositForm({
  payments,
  start,
  action,
  submit,
  done,
}: {
  payments: Waiting[];
  start: { depositedOn: string; paymentIds: string[] };
  action: string;
  submit: (input: { depositedOn: string; paymentIds: string[] }) => Promise<unknown>;
  done: () => Promise<unknown> | unknown;
}) {
  const [chosen, choose] = useState<ReadonlySet<string>>(() => new Set(start.paymentIds));
  const form = useSchemaForm(asked, { depositedOn: start.depositedOn });
  // A check that was taken elsewhere meanwhile is no longer in the list.
  const paymentIds = payments.map(({ id }) => id).filter((id) => chosen.has(id));
  return (
    <Form
      form={form}
      action={action}
      working="Saving…"
      labels={{ depositedOn: 'Day of the deposit' }}
      submit={async (values) => {
        if (paymentIds.length === 0) throw new WrongInput('Choose at least one check.');
        await submit({ ...values, paymentIds });
      }}
      done={done}
    >
      <InputField form={form} name="depositedOn" label="Day of the deposit" type="date" />
      <PaymentChoice payments={payments} chosen={chosen} choose={choose} />
    </Form>
  );
}
