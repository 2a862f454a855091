import { saveOwnBankAccountInput, saveOwnTaxIdInput } from '@namc/inputs/secure-data';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Change, SettingsSection } from '../accounts/settings-section.tsx';
import { endInWords, taxEndInWords } from './end-words.ts';

/** The tax and bank details of an owner. They can be replaced, and are never shown whole. */
export default function OwnSecureData() {
  const { data, error, isPending, refetch } = useQuery(
    api.secureData.findOwn.queryOptions(undefined, { staleTime: 0, gcTime: 0 }),
  );
  return (
    <SettingsSection title="Tax and bank details">
      <p className="text-dense text-text-2">
        We keep them encrypted, for payments to you and for tax forms. Nobody sees them whole, unless finance
        staff give a reason. We tell you each time.
      </p>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the details" error={error} retry={refetch} />}
      {data !== undefined && (
        <>
          <Facts
            facts={[
              ['Tax number (EIN or SSN)', taxEndInWords(data?.taxIdEnd)],
              ['Bank account', endInWords(data?.accountEnd)],
              ['Routing number', endInWords(data?.routingEnd)],
            ]}
          />
          <div className="flex flex-wrap gap-2">
            <Change
              what="your tax number"
              label={data?.taxIdEnd ? 'Replace' : 'Enter'}
              isSpelledOut
              form={(close) => <TaxIdForm close={close} />}
            />
            <Change
              what="your bank account"
              label={data?.accountEnd ? 'Replace' : 'Enter'}
              isSpelledOut
              form={(close) => <BankAccountForm close={close} />}
            />
          </div>
        </>
      )}
    </SettingsSection>
  );
}

const saved = async (close: () => void) => {
  close();
  await queryClient.invalidateQueries(api.secureData.pathFilter());
  toast('Saved. What stood there before is destroyed.');
};

function TaxIdForm({ close }: { close: () => void }) {
  const form = useSchemaForm(saveOwnTaxIdInput, { taxId: '', currentPassword: '' });
  const { mutateAsync } = useMutation(api.secureData.saveOwnTaxId.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{ taxId: 'Tax number', currentPassword: 'Your password' }}
      submit={(values) => mutateAsync(values)}
      done={() => saved(close)}
    >
      <InputField
        form={form}
        name="taxId"
        label="Tax number"
        hint="An EIN such as 12-3456789, or an SSN. With or without dashes."
        inputMode="numeric"
        autoComplete="off"
      />
      <InputField
        form={form}
        name="currentPassword"
        label="Your password"
        type="password"
        autoComplete="current-password"
      />
    </Form>
  );
}

function BankAccountForm({ close }: { close: () => void }) {
  const form = useSchemaForm(saveOwnBankAccountInput, {
    bankAccount: { routingNumber: '', accountNumber: '' },
    currentPassword: '',
  });
  const { mutateAsync } = useMutation(api.secureData.saveOwnBankAccount.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{
        'bankAccount.routingNumber': 'Routing number',
        'bankAccount.accountNumber': 'Account number',
        currentPassword: 'Your password',
      }}
      submit={(values) => mutateAsync(values)}
      done={() => saved(close)}
    >
      <InputField
        form={form}
        name="bankAccount.routingNumber"
        label="Routing number"
        hint="Nine digits. A wrong digit is found."
        inputMode="numeric"
        autoComplete="off"
      />
      <InputField
        form={form}
        name="bankAccount.accountNumber"
        label="Account number"
        inputMode="numeric"
        autoComplete="off"
      />
      <InputField
        form={form}
        name="currentPassword"
        label="Your password"
        type="password"
        autoComplete="current-password"
      />
    </Form>
  );
}
