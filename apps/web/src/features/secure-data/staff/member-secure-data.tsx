import { revealSecureDataInput, type SecureField } from '@namc/inputs/secure-data';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { InputField, TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { endInWords, taxEndInWords, taxIdInWords } from '../end-words.ts';

const words: Record<SecureField, string> = { TAX_ID: 'tax number', BANK_ACCOUNT: 'bank account' };

/** The tax and bank details of a member, for finance staff. One value is revealed at a time, and only while this page shows it. */
export default function MemberSecureData({ userId, isMyself }: { userId: string; isMyself: boolean }) {
  const { data, error, isPending, refetch } = useQuery(
    api.secureData.findOfMember.queryOptions({ userId }, { staleTime: 0, gcTime: 0 }),
  );
  const [asked, setAsked] = useState<SecureField>();
  const [shown, setShown] = useState<[name: string, value: string][]>();
  const ask = (field: SecureField) => {
    setShown(undefined);
    setAsked(field);
  };
  return (
    <section aria-label="Tax and bank details" className="space-y-3">
      <h2 className="text-h3 font-semibold">Tax and bank details</h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the details" error={error} retry={refetch} />}
      {data !== undefined && (
        <Facts
          facts={[
            ['Tax number', taxEndInWords(data?.taxIdEnd)],
            ['Bank account', endInWords(data?.accountEnd)],
          ]}
        />
      )}
      {data && !isMyself && (
        <div className="flex flex-wrap gap-2">
          {data.taxIdEnd && <Button onClick={() => ask('TAX_ID')}>Reveal the tax number…</Button>}
          {data.accountEnd && <Button onClick={() => ask('BANK_ACCOUNT')}>Reveal the bank account…</Button>}
        </div>
      )}
      {shown && (
        <div role="status" className="max-w-2xl space-y-2 rounded-card border border-warn bg-warn-tint p-4">
          <Facts facts={shown} />
          <Button onClick={() => setShown(undefined)}>Hide</Button>
        </div>
      )}
      <Dialog
        title={asked ? `Reveal the ${words[asked]}?` : ''}
        isOpen={asked !== undefined}
        close={() => setAsked(undefined)}
      >
        {asked && (
          <RevealForm
            userId={userId}
            field={asked}
            done={(value) => {
              setAsked(undefined);
              setShown(value);
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

function RevealForm({
  userId,
  field,
  done,
}: {
  userId: string;
  field: SecureField;
  done: (shown: [name: string, value: string][]) => void;
}) {
  const form = useSchemaForm(revealSecureDataInput, { userId, field, reason: '', code: '' });
  const { mutateAsync } = useMutation(api.secureData.reveal.mutationOptions({ gcTime: 0 }));
  return (
    <Form
      form={form}
      action="Reveal"
      working="Revealing…"
      labels={{ reason: 'Reason', code: 'Code' }}
      submit={async (values) => {
        const { taxId, bankAccount } = await mutateAsync(values);
        done(
          bankAccount
            ? [
                ['Routing number', bankAccount.routingNumber],
                ['Account number', bankAccount.accountNumber],
              ]
            : [['Tax number', taxIdInWords(taxId ?? '')]],
        );
      }}
    >
      <p className="text-dense text-text-2">
        The reason stays in the audit trail, and we email the member that finance staff looked.
      </p>
      <TextareaField form={form} name="reason" label="Reason" />
      <InputField
        form={form}
        name="code"
        label="Code"
        hint="From your authenticator app, or a recovery code."
        inputMode="numeric"
        autoComplete="one-time-code"
      />
    </Form>
  );
}
