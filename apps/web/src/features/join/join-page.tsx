import { application } from '@namc/inputs/accounts';
import { tradeSkills } from '@namc/inputs/skills';
import { skipToken, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { api, statusOf } from '../../lib/api.ts';
import { formatDay } from '../../lib/formats.ts';
import { Form, InputField, SelectField, TextareaField, TickField } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { forgetDraft, readDraft, saveDraft } from './draft.ts';

const tiers = [
  { value: 'REGULAR', label: 'Regular: licensed contractors with a minority owner' },
  { value: 'ASSOCIATE', label: 'Associate: suppliers, lenders and professionals' },
  { value: 'CORPORATE', label: 'Corporate: general contractors and owners' },
  { value: 'STUDENT', label: 'Student: apprentices and students of the trades' },
];

const labels = {
  licenseNumber: 'License number',
  company: 'Company',
  tierCode: 'Membership',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail address',
  phone: 'Phone',
  city: 'City',
  zipCode: 'ZIP code',
  statement: 'About you',
  password: 'Password',
} as const;

export function JoinPage() {
  const form = useSchemaForm(application, {
    company: '',
    licenseNumber: '',
    tierCode: 'REGULAR',
    firstName: '',
    lastName: '',
    email: '',
    phone: '',
    city: '',
    zipCode: '',
    statement: '',
    skills: [],
    password: '',
    ...readDraft(),
  });
  const { mutateAsync, isSuccess, variables } = useMutation(api.accounts.submitApplication.mutationOptions());
  useEffect(() => saveDraft(form.values), [form.values]);
  if (isSuccess) {
    return (
      <div className="space-y-6">
        <PageHeading title="Look into your mail" />
        <Notice kind="ok" title={`We have written to ${variables?.email}`}>
          <p>Open the mail and confirm your address: then our staff look at your application.</p>
        </Notice>
      </div>
    );
  }
  return (
    <div className="space-y-6">
      <PageHeading title="Apply for membership" />
      <p className="max-w-xl text-text-2">
        It takes about three minutes. What you type stays in this browser until you send it, except for the
        password.
      </p>
      <Form
        form={form}
        action="Send my application"
        working="Sending…"
        labels={labels}
        submit={async (values) => {
          await mutateAsync(values);
          forgetDraft();
        }}
      >
        <h2 className="text-h3 font-semibold">Your company</h2>
        <InputField
          form={form}
          name="licenseNumber"
          label={labels.licenseNumber}
          isOptional
          inputMode="numeric"
          hint={
            <LicenseHint
              number={form.values.licenseNumber ?? ''}
              use={(name, city) => {
                if (!form.values.company) form.set({ company: name });
                if (!form.values.city && city) form.set({ city });
              }}
            />
          }
        />
        <InputField form={form} name="company" label={labels.company} autoComplete="organization" />
        <SelectField form={form} name="tierCode" label={labels.tierCode} choices={tiers} />
        <h2 className="text-h3 font-semibold">You</h2>
        <InputField form={form} name="firstName" label={labels.firstName} autoComplete="given-name" />
        <InputField form={form} name="lastName" label={labels.lastName} autoComplete="family-name" />
        <InputField
          form={form}
          name="email"
          label={labels.email}
          type="email"
          autoComplete="email"
          spellCheck={false}
        />
        <InputField form={form} name="phone" label={labels.phone} type="tel" autoComplete="tel" isOptional />
        <InputField form={form} name="city" label={labels.city} autoComplete="address-level2" isOptional />
        <InputField
          form={form}
          name="zipCode"
          label={labels.zipCode}
          autoComplete="postal-code"
          inputMode="numeric"
          isOptional
          hint="So that you are told of work nearby."
        />
        <fieldset>
          <legend className="mb-1 font-semibold">
            What you do <span className="font-normal text-text-2">(optional)</span>
          </legend>
          <div className="grid max-h-64 overflow-y-auto rounded-control border border-divider bg-surface px-3 sm:grid-cols-2">
            {Object.entries(tradeSkills).map(([code, name]) => (
              <TickField key={code} form={form} name="skills" value={code} label={name} />
            ))}
          </div>
        </fieldset>
        <TextareaField
          form={form}
          name="statement"
          label={labels.statement}
          isOptional
          hint="What you do, and what you hope for."
        />
        <InputField
          form={form}
          name="password"
          label={labels.password}
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters. A few words that only you would put together are good."
        />
      </Form>
    </div>
  );
}

/** What the license board says of the number, as it is typed. */
function LicenseHint({ number, use }: { number: string; use: (name: string, city: string | null) => void }) {
  const typed = useSettled(number.trim());
  const isNumber = /^\d{1,8}$/.test(typed);
  const { data, error, isFetching } = useQuery(
    api.contractors.license.queryOptions(isNumber ? { licenseNumber: typed } : skipToken, { retry: false }),
  );
  const fill = useEffectEvent(use);
  useEffect(() => {
    if (data) fill(data.businessName, data.city);
  }, [data]);
  let words = 'From the Contractors State License Board, if you have one.';
  if (isNumber && isFetching) words = 'Looking it up…';
  else if (isNumber && data) {
    const standing = data.standing.kind === 'good' ? 'In good standing' : 'Not in good standing';
    words = `${data.businessName}, ${data.city ?? 'California'}: ${data.classifications.join(', ')}. ${standing}${data.expirationDate ? `, expires ${formatDay(data.expirationDate)}` : ''}.`;
  } else if (isNumber && statusOf(error) === 404)
    words = 'The license board’s file has no license with this number.';
  else if (isNumber && error) words = 'It cannot be looked up just now: go on, our staff check it.';
  return <span aria-live="polite">{words}</span>;
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 300);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
