import { dayWords } from '@namc/inputs/day-words';
import { closeDepositInput } from '@namc/inputs/deposits';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { z } from 'zod/mini';
import { api, isMissing, queryClient } from '../../../lib/api.ts';
import { formatCents, formatInstant, plural } from '../../../lib/formats.ts';
import { toCents, typedDollars } from '../../../lib/typed-dollars.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { useMe } from '../../accounts/me.ts';
import { providerWords } from '../../invoices/invoice-words.ts';
import { DepositForm } from './deposit-form.tsx';
import { sumOf } from './payment-choice.tsx';

type Deposit = inferOutput<typeof api.deposits.get>;
type Act = 'change' | 'close' | 'discard';

const titles: Record<Act, string> = {
  change: 'Change the deposit',
  close: 'Close the deposit',
  discard: 'Take the deposit apart',
};

/** A deposit with its checks: the slip for the bank when it is printed. For staff who keep the books. */
export function DepositPage({ id }: { id: string }) {
  const me = useMe();
  const navigate = useNavigate();
  const asked = useQuery(api.deposits.get.queryOptions({ depositId: id }, { staleTime: 0 }));
  const [act, setAct] = useState<Act>();
  const { data: deposit } = asked;
  const isUnknown = isMissing(asked.error);
  const mayAct =
    (me?.permissions.some((granted) => granted === 'payments.manage') ?? false) && deposit?.closedAt === null;
  const done = async (words: string) => {
    setAct(undefined);
    await queryClient.invalidateQueries(api.deposits.pathFilter());
    toast(words, { about: `deposit ${id}` });
  };
  return (
    <div className="space-y-6">
      <div className="space-y-1">
        <Link
          to="/admin/dues/deposits"
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
        >
          <span aria-hidden>←</span>
          All deposits
        </Link>
        <PageHeading
          title={
            deposit
              ? deposit.number
                ? `Deposit ${deposit.number}`
                : 'Open deposit'
              : isUnknown
                ? 'Deposit not found'
                : 'Deposit'
          }
        />
      </div>
      {asked.isPending && <Loading />}
      {isUnknown && <p>There is no deposit at this address. It may have been taken apart.</p>}
      {asked.error && !isUnknown && (
        <ErrorPanel what="Couldn’t load the deposit" error={asked.error} retry={asked.refetch} />
      )}
      {deposit && (
        <>
          <AboutDeposit deposit={deposit} />
          <div className="flex flex-wrap gap-3 print:hidden">
            {mayAct && (
              <>
                <Button look="primary" onClick={() => setAct('close')}>
                  Close the deposit…
                </Button>
                <Button onClick={() => setAct('change')}>Change…</Button>
                <Button onClick={() => setAct('discard')}>Take apart…</Button>
              </>
            )}
            <Button onClick={() => window.print()}>Print the slip</Button>
            <a href={`/api/deposit.csv?depositId=${id}`} className={buttonClass()}>
              Download CSV
            </a>
          </div>
          <Slip deposit={deposit} />
          <Dialog title={act ? titles[act] : ''} isOpen={act !== undefined} close={() => setAct(undefined)}>
            {act === 'change' && <ChangeForm deposit={deposit} done={() => done('Deposit changed.')} />}
            {act === 'close' && (
              <CloseForm deposit={deposit} done={() => done('Deposit closed. It stays as it is now.')} />
            )}
            {act === 'discard' && (
              <DiscardForm
                depositId={id}
                done={async () => {
                  await navigate({ to: '/admin/dues/deposits' });
                  await done('Deposit taken apart. Its checks wait again.');
                }}
              />
            )}
          </Dialog>
        </>
      )}
    </div>
  );
}

function AboutDeposit({ deposit }: { deposit: Deposit }) {
  const { depositedOn, closedAt, createdAt, madeByName, closedByName, totalCents, payments } = deposit;
  const bounced = payments.filter(({ status }) => status === 'VOIDED');
  return (
    <div className="space-y-3">
      <p className="flex flex-wrap gap-2">
        <Pill tone={closedAt ? 'ok' : 'info'}>{closedAt ? 'Closed' : 'Open'}</Pill>
      </p>
      <Facts
        facts={[
          ['Day of the deposit', dayWords(depositedOn)],
          ['Total of the slip', <strong key="total">{formatCents(totalCents ?? sumOf(payments))}</strong>],
          ['Bounced since', bounced.length > 0 && formatCents(sumOf(bounced))],
          ['Made', `${formatInstant(createdAt)}${madeByName ? ` by ${madeByName}` : ''}`],
          ['Closed', closedAt && `${formatInstant(closedAt)}${closedByName ? ` by ${closedByName}` : ''}`],
        ]}
      />
    </div>
  );
}

function Slip({ deposit: { payments, totalCents } }: { deposit: Deposit }) {
  return (
    <ScrollRegion aria-label="Checks and cash" className="max-w-4xl overflow-x-auto">
      <table className="w-full text-dense">
        <caption className="sr-only">Checks and cash of this deposit</caption>
        <thead>
          <tr className="text-left text-text-2">
            <th scope="col" className="py-2 pr-4 font-semibold">
              From
            </th>
            <th scope="col" className="py-2 pr-4 font-semibold">
              Check
            </th>
            <th scope="col" className="py-2 pr-4 font-semibold">
              Invoice
            </th>
            <th scope="col" className="py-2 text-right font-semibold">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {payments.map((payment) => (
            <tr key={payment.id} className="border-t border-divider">
              <th scope="row" className="py-2 pr-4 text-left font-normal break-words">
                {payment.name}
                {payment.status === 'VOIDED' && (
                  <strong className="block text-bad">Void: bounced since</strong>
                )}
              </th>
              <td className="py-2 pr-4">
                {payment.provider === 'CHECK'
                  ? (payment.providerReference ?? 'No number')
                  : providerWords[payment.provider]}
              </td>
              <td className="py-2 pr-4 whitespace-nowrap">
                <Link
                  to="/admin/dues/$id"
                  params={{ id: payment.invoiceId }}
                  className="text-link underline underline-offset-4"
                >
                  {payment.invoiceNumber}
                </Link>
              </td>
              <td className="py-2 text-right whitespace-nowrap tabular-nums">
                {formatCents(payment.amountCents)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t-2 border-divider font-semibold">
            <th scope="row" colSpan={3} className="py-2 pr-4 text-left">
              {payments.length} {plural(payments.length, 'item')}
            </th>
            <td className="py-2 text-right whitespace-nowrap tabular-nums">
              {formatCents(totalCents ?? sumOf(payments))}
            </td>
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  );
}

function ChangeForm({ deposit, done }: { deposit: Deposit; done: () => Promise<void> }) {
  const waiting = useQuery(api.deposits.listUndeposited.queryOptions(undefined, { staleTime: 0 }));
  const { mutateAsync } = useMutation(api.deposits.change.mutationOptions());
  if (waiting.error)
    return <ErrorPanel what="Couldn’t load the checks" error={waiting.error} retry={waiting.refetch} />;
  if (!waiting.data) return <Loading />;
  return (
    <DepositForm
      payments={[...deposit.payments, ...waiting.data]}
      start={{ depositedOn: deposit.depositedOn, paymentIds: deposit.payments.map(({ id }) => id) }}
      action="Save the deposit"
      submit={(input) => mutateAsync({ ...input, depositId: deposit.id })}
      done={done}
    />
  );
}

const typedClose = z.extend(z.omit(closeDepositInput, { slipCents: true }), { slip: typedDollars });

function CloseForm({ deposit, done }: { deposit: Deposit; done: () => Promise<void> }) {
  const form = useSchemaForm(typedClose, { depositId: deposit.id, slip: '' });
  const { mutateAsync } = useMutation(api.deposits.close.mutationOptions());
  return (
    <Form
      form={form}
      action="Close the deposit"
      working="Closing…"
      labels={{ slip: 'Total of the slip' }}
      submit={async ({ slip, ...values }) => {
        try {
          await mutateAsync({ ...values, slipCents: toCents(slip) });
        } finally {
          await queryClient.invalidateQueries(api.deposits.pathFilter());
        }
      }}
      done={done}
    >
      <p>
        {deposit.payments.length} {plural(deposit.payments.length, 'item')} of{' '}
        <strong>{formatCents(sumOf(deposit.payments))}</strong>. A closed deposit has a number, and nobody can
        change it.
      </p>
      <InputField
        form={form}
        name="slip"
        label="Total of the slip"
        inputMode="decimal"
        hint="In dollars, as the bank’s slip says."
        autoComplete="off"
      />
    </Form>
  );
}

function DiscardForm({ depositId, done }: { depositId: string; done: () => Promise<void> }) {
  const form = useSchemaForm(z.object({}), {});
  const { mutateAsync } = useMutation(api.deposits.discard.mutationOptions());
  return (
    <Form
      form={form}
      action="Take it apart"
      isDangerous
      working="Taking it apart…"
      labels={{}}
      submit={() => mutateAsync({ depositId })}
      done={done}
    >
      <p>Its checks and cash wait for another deposit.</p>
    </Form>
  );
}
