import { refundOnlineInput } from '@namc/inputs/checkouts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCents } from '../../../lib/formats.ts';
import { toCents, typedDollars } from '../../../lib/typed-dollars.ts';
import { InputField, TickField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

const typedRefund = z.extend(z.omit(refundOnlineInput, { amountCents: true, key: true }), {
  amount: typedDollars,
});

const takeBackLabel =
  'And take the upgrade back when the money has left: all of it goes, and the membership returns to its tier before';

/** Sends an online payment back, in full or in part. */
export default function RefundForm({
  payment,
  takesUpgrade,
  done,
}: {
  payment: { id: string; amountCents: number; refundedCents: number };
  /** It paid for an upgrade, which can go back with it. */
  takesUpgrade: boolean;
  done: () => Promise<void>;
}) {
  const left = payment.amountCents - payment.refundedCents;
  // One for each opened form, so that the same click that arrives twice is one refund.
  const [key] = useState(() => crypto.randomUUID());
  const form = useSchemaForm(
    typedRefund,
    {
      paymentId: payment.id,
      amount: formatCents(left).replace('$', ''),
      reason: '',
      takesUpgradeBack: false,
    },
    { key: `refund online ${payment.id} ${left}`, names: ['amount', 'reason'] },
  );
  const { mutateAsync } = useMutation(api.checkouts.refund.mutationOptions());
  return (
    <Form
      form={form}
      action="Refund"
      isDangerous
      working="Refunding…"
      labels={{ amount: 'Amount', reason: 'Reason', takesUpgradeBack: takeBackLabel }}
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
        this payment. A refund opens no invoice and changes no membership
        {takesUpgrade && ' without the tick below'}. We email the member.
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
      {takesUpgrade && <TickField form={form} name="takesUpgradeBack" label={takeBackLabel} />}
    </Form>
  );
}
