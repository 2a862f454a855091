import { refundInvoicePaymentInput, refundWays } from '@namc/inputs/invoices';
import { unlessBlank } from '@namc/inputs/text';
import { useMutation } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCents } from '../../../lib/formats.ts';
import { toCents, typedDollars } from '../../../lib/typed-dollars.ts';
import { InputField, SelectField, TickField } from '../../../ui/fields.tsx';
import { Form, WrongField } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { providerWords } from '../invoice-words.ts';

type Invoice = inferOutput<typeof api.invoices.get>;

const typedRefund = z.extend(z.omit(refundInvoicePaymentInput, { amountCents: true, key: true }), {
  amount: typedDollars,
  reference: unlessBlank(z.string().check(z.trim(), z.maxLength(60, 'must have at most 60 characters'))),
});

/** Of a refund of an upgrade. */
const takeBackLabel =
  'And take the upgrade back: all of the money goes, and the membership returns to its tier before';

/** Records money that goes back to the member by hand. */
export function RefundForm({
  payment,
  takesUpgrade,
  done,
}: {
  payment: Invoice['payments'][number];
  /** It paid for an upgrade, which can go back with it. */
  takesUpgrade: boolean;
  done: () => Promise<void>;
}) {
  const left = payment.amountCents - payment.refundedCents;
  // One for each opened form, so that the same click that arrives twice is one refund.
  const [key] = useState(() => crypto.randomUUID());
  const form = useSchemaForm(
    typedRefund,
    { paymentId: payment.id, way: 'CHECK', reference: '', amount: '', reason: '', takesUpgradeBack: false },
    { key: `refund ${payment.id} ${left}`, names: ['way', 'reference', 'amount', 'reason'] },
  );
  const { mutateAsync } = useMutation(api.invoices.refundPayment.mutationOptions());
  return (
    <Form
      form={form}
      action="Record the refund"
      isDangerous
      working="Recording…"
      labels={{
        way: 'Refunded by',
        reference: 'Number',
        amount: 'Amount',
        reason: 'Reason',
        takesUpgradeBack: takeBackLabel,
      }}
      submit={async ({ amount, ...values }) => {
        if (toCents(amount) > left)
          throw new WrongField(
            'amount',
            `must be at most ${formatCents(left)}, which is left of the payment`,
          );
        try {
          await mutateAsync({ ...values, amountCents: toCents(amount), key });
        } finally {
          await queryClient.invalidateQueries(api.invoices.pathFilter());
        }
      }}
      done={done}
    >
      <p>
        {formatCents(payment.amountCents)}, {providerWords[payment.provider].toLowerCase()}
        {payment.providerReference && ` ${payment.providerReference}`}. Left of it: {formatCents(left)}. The
        invoice stays as it is
        {takesUpgrade
          ? ', and so does the membership without the tick below'
          : ', and so does the membership'}
        ; what the member has as credit goes first. We email the member a credit note.
      </p>
      <SelectField
        form={form}
        name="way"
        label="Refunded by"
        choices={refundWays.map((value) => ({ value, label: providerWords[value] }))}
      />
      <InputField
        form={form}
        name="reference"
        label="Number"
        hint="Of your check or transfer."
        autoComplete="off"
        isOptional
      />
      <InputField
        form={form}
        name="amount"
        label="Amount"
        inputMode="decimal"
        hint="In dollars."
        autoComplete="off"
      />
      <InputField
        form={form}
        name="reason"
        label="Reason"
        hint="For the record. The member doesn’t see it."
        autoComplete="off"
      />
      {takesUpgrade && <TickField form={form} name="takesUpgradeBack" label={takeBackLabel} />}
    </Form>
  );
}
