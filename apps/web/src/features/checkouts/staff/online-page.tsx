import { closeDifferenceInput } from '@namc/inputs/checkouts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCents, formatInstant } from '../../../lib/formats.ts';
import { Block } from '../../../ui/block.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { useMe } from '../../accounts/me.ts';
import { checkoutWords, differenceWords, disputeWords } from './checkout-words.ts';

type Difference = inferOutput<typeof api.checkouts.listDifferences>[number];

const listClass = 'max-w-3xl divide-y divide-divider rounded-card border border-divider bg-surface';
const now = { staleTime: 0 };

/**
 * The differences between the books and Stripe, the disputes of banks, and the payments under way, for staff who keep the books. `tabs` lead to
 * the other pages of the books.
 */
export function OnlinePage({ tabs }: { tabs: ReactNode }) {
  const me = useMe();
  const mayAct = me?.permissions.some((granted) => granted === 'payments.manage') ?? false;
  const differences = useQuery(api.checkouts.listDifferences.queryOptions(undefined, now));
  const disputes = useQuery(api.checkouts.listDisputes.queryOptions(undefined, now));
  const live = useQuery(api.checkouts.listLive.queryOptions(undefined, now));
  const [closing, setClosing] = useState<Difference>();
  const close = () => setClosing(undefined);
  return (
    <div className="space-y-8">
      <div className="space-y-5">
        <PageHeading title="Online payments" />
        {tabs}
      </div>
      <Block title="To look at" what="Couldn’t load what differs" asked={differences}>
        {(found) =>
          found.length === 0 ? (
            <p className="text-text-2">Nothing. The books and Stripe say the same.</p>
          ) : (
            <ul aria-label="To look at" className={listClass}>
              {found.map((one) => (
                <DifferenceRow key={one.id} difference={one} begin={mayAct ? setClosing : undefined} />
              ))}
            </ul>
          )
        }
      </Block>
      <Block title="Disputes" what="Couldn’t load the disputes" asked={disputes}>
        {(found) =>
          found.length === 0 ? (
            <p className="text-text-2">None.</p>
          ) : (
            <ul aria-label="Disputes" className={listClass}>
              {found.map(
                ({ id, name, amountCents, reason, status, answerBy, createdAt, invoiceId, number }) => (
                  <li key={id} className="space-y-1 p-3">
                    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                      <InvoiceLink id={invoiceId} number={number} />
                      <span className="break-words">
                        {name}, {formatCents(amountCents)}
                      </span>
                      <Pill tone={status === 'OPEN' ? 'warn' : 'quiet'}>{disputeWords[status]}</Pill>
                    </p>
                    <p className="text-dense text-text-2">
                      Since {formatInstant(createdAt)}. The bank’s reason: {reason.replaceAll('_', ' ')}.
                      {status === 'OPEN' && answerBy && ` Answer at Stripe by ${formatInstant(answerBy)}.`}
                    </p>
                  </li>
                ),
              )}
            </ul>
          )
        }
      </Block>
      <Block title="Under way" what="Couldn’t load what is under way" asked={live}>
        {(found) =>
          found.length === 0 ? (
            <p className="text-text-2">Nobody is paying just now.</p>
          ) : (
            <ul aria-label="Under way" className={listClass}>
              {found.map(({ id, invoiceId, number, name, amountCents, status, createdAt }) => (
                <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 p-3">
                  <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <InvoiceLink id={invoiceId} number={number} />
                    <span className="break-words">
                      {name}, {formatCents(amountCents)}
                    </span>
                    <Pill tone="info">{checkoutWords[status]}</Pill>
                  </p>
                  <span className="text-dense text-text-2">{formatInstant(createdAt)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Block>
      <Dialog title="Close this" isOpen={closing !== undefined} close={close}>
        {closing && <CloseForm difference={closing} done={close} />}
      </Dialog>
    </div>
  );
}

const InvoiceLink = ({ id, number }: { id: string; number: string }) => (
  <Link to="/admin/dues/$id" params={{ id }} className="font-semibold text-link underline underline-offset-4">
    {number}
  </Link>
);

function DifferenceRow({
  difference,
  begin,
}: {
  difference: Difference;
  begin: ((difference: Difference) => void) | undefined;
}) {
  const { kind, reference, words, invoiceId, number, createdAt, closedAt, closedByName, closeReason } =
    difference;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 p-3">
      <div className="min-w-0 flex-1 basis-72 space-y-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Pill tone={closedAt ? 'quiet' : 'warn'}>{differenceWords[kind]}</Pill>
          {invoiceId && number && <InvoiceLink id={invoiceId} number={number} />}
        </p>
        <p className="break-words">{words}</p>
        <p className="text-dense break-all text-text-2">
          {formatInstant(createdAt)}, {reference}
        </p>
        {closedAt && (
          <p className="text-dense break-words text-text-2">
            Closed {formatInstant(closedAt)}
            {closedByName && ` by ${closedByName}`}: {closeReason}
          </p>
        )}
      </div>
      {begin && !closedAt && (
        <Button onClick={() => begin(difference)}>
          Close…<span className="sr-only"> {differenceWords[kind]}</span>
        </Button>
      )}
    </li>
  );
}

function CloseForm({ difference, done }: { difference: Difference; done: () => void }) {
  const form = useSchemaForm(closeDifferenceInput, { differenceId: difference.id, reason: '' });
  const { mutateAsync } = useMutation(api.checkouts.closeDifference.mutationOptions());
  return (
    <Form
      form={form}
      action="Close"
      working="Closing…"
      labels={{ reason: 'Reason' }}
      submit={async (values) => {
        try {
          await mutateAsync(values);
        } finally {
          await queryClient.invalidateQueries(api.checkouts.pathFilter());
        }
      }}
      done={() => {
        done();
        toast('Closed.', { about: `difference ${difference.id}` });
      }}
    >
      <p className="break-words">{difference.words}</p>
      <InputField
        form={form}
        name="reason"
        label="Reason"
        hint="What you found, or what you did about it."
        autoComplete="off"
      />
    </Form>
  );
}
