import {
  closeInvoiceInput,
  invoiceClosings,
  manualProviders,
  recordInvoicePaymentInput,
  voidPaymentInput,
} from '@namc/inputs/invoices';
import { unlessBlank } from '@namc/inputs/text';
import { useMutation } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { californiaToday, formatCents } from '../../../lib/formats.ts';
import { toCents, typedDollars } from '../../../lib/typed-dollars.ts';
import { InputField, SelectField, TickField } from '../../../ui/fields.tsx';
import { Form, WrongField } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { providerWords } from '../invoice-words.ts';
import { RefundForm } from './refund-form.tsx';

type Invoice = inferOutput<typeof api.invoices.get>;

/** The form of an act on an invoice. */
export default function InvoiceForm({
  act,
  invoice,
  isUnderWay,
  done,
}: {
  act:
    | { kind: 'pay' }
    | { kind: 'close' }
    | { kind: 'void' | 'refund'; payment: Invoice['payments'][number] };
  invoice: Invoice;
  /** A bank is sending the money of an online payment. */
  isUnderWay: boolean;
  done: (words: string) => Promise<void>;
}) {
  if (act.kind === 'pay')
    return (
      <PaymentForm
        invoice={invoice}
        isUnderWay={isUnderWay}
        done={() => done('Payment recorded. We’ve emailed a receipt.')}
      />
    );
  if (act.kind === 'refund')
    return (
      <RefundForm
        payment={act.payment}
        takesUpgrade={invoice.kind === 'UPGRADE' && invoice.takenBackAt === null}
        done={() => done('Refund recorded. We’ve emailed a credit note.')}
      />
    );
  if (act.kind === 'void')
    return <VoidForm payment={act.payment} done={() => done('Payment voided. The invoice is open again.')} />;
  return <CloseForm invoice={invoice} done={() => done('Invoice closed.')} />;
}

/** Another person may have acted meanwhile: the page then shows what holds now, below the refusal. */
const refresh = () => queryClient.invalidateQueries(api.invoices.pathFilter());

const typedPayment = z.extend(
  z.omit(recordInvoicePaymentInput, {
    amountCents: true,
    seenDueCents: true,
    keepsCredit: true,
    knowsUnderWay: true,
    key: true,
  }),
  {
    amount: typedDollars,
    keepsCredit: z.boolean(),
    knowsUnderWay: z.boolean(),
    reference: unlessBlank(z.string().check(z.trim(), z.maxLength(60, 'must have at most 60 characters'))),
  },
);

function PaymentForm({
  invoice,
  isUnderWay,
  done,
}: {
  invoice: Invoice;
  isUnderWay: boolean;
  done: () => Promise<void>;
}) {
  const due = invoice.totalCents - invoice.paidCents;
  // One for each opened form, so that the same click that arrives twice is one payment.
  const [key] = useState(() => crypto.randomUUID());
  const form = useSchemaForm(
    typedPayment,
    {
      invoiceId: invoice.id,
      provider: 'CHECK',
      reference: '',
      amount: formatCents(due).replace('$', ''),
      keepsCredit: false,
      knowsUnderWay: false,
      receivedOn: californiaToday(),
    },
    { key: `pay ${invoice.id} ${due}`, names: ['provider', 'reference', 'amount', 'receivedOn'] },
  );
  const { mutateAsync } = useMutation(api.invoices.recordPayment.mutationOptions());
  const [given, provider] = useWatch({ control: form.control, name: ['amount', 'provider'] });
  const typed = typedDollars.safeParse(given);
  const credit = typed.success && provider !== 'CREDIT' ? toCents(typed.data) - due : 0;
  return (
    <Form
      form={form}
      action="Record the payment"
      working="Recording…"
      labels={{ provider: 'Paid by', reference: 'Number', amount: 'Amount', receivedOn: 'Day received' }}
      submit={async ({ amount, ...values }) => {
        const more = toCents(amount) - due;
        if (values.provider === 'CREDIT' && toCents(amount) > Math.min(invoice.creditCents, due))
          throw new WrongField(
            'amount',
            `must be at most ${formatCents(Math.min(invoice.creditCents, due))}, the credit that can pay this invoice`,
          );
        if (more > 0 && !values.keepsCredit)
          throw new WrongField(
            'amount',
            `is ${formatCents(more)} more than what’s left: correct it, or check the box below it`,
          );
        try {
          await mutateAsync({
            ...values,
            keepsCredit: values.keepsCredit && more > 0,
            amountCents: toCents(amount),
            seenDueCents: due,
            key,
          });
        } finally {
          await refresh();
        }
      }}
      done={done}
    >
      <p className="text-dense text-text-2">
        {invoice.name}, {invoice.words}. Left to pay: {formatCents(due)}.
      </p>
      <SelectField
        form={form}
        name="provider"
        label="Paid by"
        choices={manualProviders
          .filter((value) => value !== 'CREDIT' || invoice.creditCents > 0)
          .map((value) => ({
            value,
            label:
              value === 'CREDIT'
                ? `Credit of the member, ${formatCents(invoice.creditCents)}`
                : providerWords[value],
          }))}
      />
      <InputField
        form={form}
        name="reference"
        label="Number"
        hint="Of the check or the transfer."
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
      {credit > 0 && (
        <TickField
          form={form}
          name="keepsCredit"
          label={`Keep ${formatCents(credit)} as a credit of the member`}
        />
      )}
      {isUnderWay && (
        <TickField
          form={form}
          name="knowsUnderWay"
          label="Record it although an online payment is under way"
        />
      )}
      <InputField form={form} name="receivedOn" label="Day received" type="date" />
      {(invoice.kind === 'DUES' || invoice.kind === 'UPGRADE') && (
        <p className="rounded-card bg-info-tint p-3">
          When nothing is left to pay, the membership is {invoice.kind === 'DUES' ? 'renewed' : 'upgraded'} at
          once. We email the member a receipt.
        </p>
      )}
    </Form>
  );
}

const typedVoid = z.extend(z.omit(voidPaymentInput, { feeCents: true }), { fee: unlessBlank(typedDollars) });

function VoidForm({ payment, done }: { payment: Invoice['payments'][number]; done: () => Promise<void> }) {
  const form = useSchemaForm(
    typedVoid,
    { paymentId: payment.id, reason: '', fee: '' },
    { key: `void ${payment.id}`, names: ['reason', 'fee'] },
  );
  const { mutateAsync } = useMutation(api.invoices.voidPayment.mutationOptions());
  return (
    <Form
      form={form}
      action="Void the payment"
      isDangerous
      working="Voiding…"
      labels={{ reason: 'Reason', fee: 'Fee' }}
      submit={async ({ fee, ...values }) => {
        try {
          await mutateAsync({ ...values, ...(fee && { feeCents: toCents(fee) }) });
        } finally {
          await refresh();
        }
      }}
      done={done}
    >
      <p>
        {formatCents(payment.amountCents)}, {providerWords[payment.provider].toLowerCase()}
        {payment.providerReference && ` ${payment.providerReference}`}. The invoice is open again, and a term
        or an upgrade that this payment paid for is canceled. We email the member.
      </p>
      <InputField
        form={form}
        name="reason"
        label="Reason"
        hint="For the record, such as “Returned by the bank”."
        autoComplete="off"
      />
      <InputField
        form={form}
        name="fee"
        label="Fee"
        inputMode="decimal"
        hint="In dollars. It becomes an invoice of its own."
        autoComplete="off"
        isOptional
      />
    </Form>
  );
}

/** Each way in words, and what it does to the membership when the invoice is for dues. */
const closings = {
  VOID: ['Void: it should not have been issued', 'Nothing else changes.'],
  WRITTEN_OFF: ['Write off: we don’t expect the money', 'The membership isn’t renewed.'],
  WAIVED: ['Waive: we ask for no money', 'The dues count as paid, and the membership is renewed at once.'],
} as const;

const upgradeClosings = {
  VOID: 'The membership stays in its tier.',
  WRITTEN_OFF: 'The membership stays in its tier.',
  WAIVED: 'The upgrade counts as paid, and the membership has the higher tier at once.',
} as const;

function CloseForm({ invoice, done }: { invoice: Invoice; done: () => Promise<void> }) {
  const form = useSchemaForm(
    closeInvoiceInput,
    { invoiceId: invoice.id, closing: 'VOID', reason: '' },
    { key: `close ${invoice.id}`, names: ['closing', 'reason'] },
  );
  const closing = useWatch({ control: form.control, name: 'closing' });
  const { mutateAsync } = useMutation(api.invoices.close.mutationOptions());
  return (
    <Form
      form={form}
      action="Close the invoice"
      isDangerous
      working="Closing…"
      labels={{ closing: 'How', reason: 'Reason' }}
      submit={async (values) => {
        try {
          await mutateAsync(values);
        } finally {
          await refresh();
        }
      }}
      done={done}
    >
      <SelectField
        form={form}
        name="closing"
        label="How"
        choices={invoiceClosings.map((value) => ({ value, label: closings[value][0] }))}
      />
      <p aria-live="polite" className="rounded-card bg-info-tint p-3">
        {invoice.kind === 'DUES' && `${closings[closing][1]} `}
        {invoice.kind === 'UPGRADE' && `${upgradeClosings[closing]} `}We email the member a credit note. This
        can’t be undone.
      </p>
      <InputField
        form={form}
        name="reason"
        label="Reason"
        hint="For the record. The member doesn’t see it."
        autoComplete="off"
      />
    </Form>
  );
}
