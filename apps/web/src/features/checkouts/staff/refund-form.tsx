import { refundOnlineInput } from '@namc/inputs/checkouts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCents } from '../../../lib/formats.ts';
import { toCents, typedDollars } from '../../../lib/typed-dollars.ts';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

const typedRefund = z.extend(z.omit(refundOnlineInput, { amountCents: true, key: true }), {
  amount: typedDollars,
});

/** Sends an online payment back, in full or in part. */
export default function RefundForm({
  payment,
  done,
}: {
  payment: { id: string; amountCents: number; refundedCents: number };
  done: () => Promise<void>;
}) {
  const left = payment.amountCents - payment.refundedCents;
  // One for each opened form, so that the same click that arrives twice is one refund.
  const [key] = useState(() => crypto.randomUUID());
  const form = useSchemaForm(typedRefund, {
    paymentId: payment.id,
    amount: formatCents(left).replace('$', ''),
    reason: '',
  });
  const { mutateAsync } = useMutation(api.checkouts.refund.mutationOptions());
  return (
    <Form
      form={form}
      action="Refund"
      isDangerous
      working="Refunding…"
      labels={{ amount: 'Amount', reason: 'Reason' }}
      submit={async ({ amount, ...values }) => {
        try {
          await mutateAsync({ ...values, amountCents: toCents(amount), key });
        } finally {
          await queryClient.invalidateQueries(api.invoices.pathFilter());
        }
      }}
      done={done}
    >
      <p>
        The money goes back to the card or the bank account that it came from. {formatCents(left)} is left of
        this payment. A refund opens no invoice and changes no membership. We email the member.
      </p>
      <InputField
        form={form}
        name="amount"
        label="Amount"
        inputMode="decimal"
        hint="In dollars."
        autoComplete="off"
      />
      <InputField form={form} name="reason" label="Reason" hint="For the record." autoComplete="off" />
    </Form>
  );
}
