import { submitApplicationInput } from '@namc/inputs/applications';
import { tradeSkills } from '@namc/inputs/skills';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { api } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { EmailField } from '../../../ui/email-field.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField, SelectField, TextareaField, TickField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { forgetDraft, readDraft, saveDraft } from './draft.ts';
import type { ClaimedLicense } from './license-claim.tsx';

// Only people with a license load this code.
const LicenseFound = lazy(
  patiently(() => import('./license-claim.tsx').then((file) => ({ default: file.LicenseFound }))),
);
const LicenseByName = lazy(
  patiently(() => import('./license-by-name.tsx').then((file) => ({ default: file.LicenseByName }))),
);

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
  email: 'Email address',
  phone: 'Phone',
  city: 'City',
  zipCode: 'ZIP code',
  statement: 'About you',
} as const;

/** `licenseNumber` fills in the field, in place of the draft's. */
export function JoinPage({ licenseNumber }: { licenseNumber: string | undefined }) {
  const form = useSchemaForm(submitApplicationInput, {
    ...readDraft(),
    ...(licenseNumber && { licenseNumber }),
  });
  const [isSearching, setSearching] = useState(false);
  const { mutateAsync, isSuccess, variables } = useMutation(api.applications.submit.mutationOptions());
  const values = useWatch({ control: form.control });
  useEffect(() => {
    if (isSuccess) forgetDraft();
    else saveDraft(values);
  }, [values, isSuccess]);
  /** The values that the last license filled in. Another license may replace them, but never what was typed. */
  const fromBoard = useRef({ company: '', city: '', zipCode: '' });
  const takeOver = ({ name: company, city, zipCode }: ClaimedLicense) => {
    const onLicense = {
      company,
      city: city ?? '',
      zipCode: /^\d{5}/.exec(zipCode ?? '')?.[0] ?? '',
    };
    const names = ['company', 'city', 'zipCode'] as const;
    for (const name of names) {
      const typed = form.getValues(name);
      if (typed && typed !== fromBoard.current[name]) continue;
      form.setValue(name, onLicense[name], { shouldValidate: form.formState.isSubmitted });
    }
    fromBoard.current = onLicense;
  };
  if (isSuccess) {
    return (
      <div className="space-y-6">
        <PageHeading title="Check your inbox" />
        <Notice kind="ok" title={`We sent an email to ${variables?.email}`}>
          <p>
            Click the link in that email to confirm your address and choose a password. We’ll review your
            application as soon as you do.
          </p>
        </Notice>
        <SendAgain email={variables?.email ?? ''} />
      </div>
    );
  }
  return (
    <div className="space-y-6">
      <PageHeading title="Join NAMC NorCal" />
      <p className="max-w-xl text-text-2">
        It takes about three minutes. Until you send it, your draft stays in this browser.
      </p>
      <Form
        form={form}
        action="Send my application"
        working="Sending…"
        labels={labels}
        submit={(sent) => mutateAsync(sent)}
      >
        <h2 className="text-h3 font-semibold">Your company</h2>
        <InputField
          form={form}
          name="licenseNumber"
          label={labels.licenseNumber}
          isOptional
          inputMode="numeric"
          hint="Your CSLB license number, if you have one."
        />
        <Suspense>
          {values.licenseNumber && <LicenseFound number={values.licenseNumber} use={takeOver} />}
        </Suspense>
        <details
          className="rounded-card border border-divider bg-surface"
          open={isSearching}
          onToggle={(event) => setSearching(event.currentTarget.open)}
        >
          <summary className="min-h-11 cursor-pointer px-4 py-2.5 text-link">
            Don’t know your license number? Search by company name
          </summary>
          {isSearching && (
            <Suspense>
              <LicenseByName
                choose={(licenseNumber) => {
                  setSearching(false);
                  form.setValue('licenseNumber', licenseNumber, {
                    shouldValidate: form.formState.isSubmitted,
                  });
                  form.setFocus('licenseNumber');
                }}
              />
            </Suspense>
          )}
        </details>
        <InputField form={form} name="company" label={labels.company} autoComplete="organization" />
        <SelectField form={form} name="tierCode" label={labels.tierCode} choices={tiers} />
        <h2 className="text-h3 font-semibold">You</h2>
        <InputField form={form} name="firstName" label={labels.firstName} autoComplete="given-name" />
        <InputField form={form} name="lastName" label={labels.lastName} autoComplete="family-name" />
        <EmailField form={form} autoComplete="email" />
        <InputField form={form} name="phone" label={labels.phone} type="tel" autoComplete="tel" isOptional />
        <InputField form={form} name="city" label={labels.city} autoComplete="address-level2" isOptional />
        <InputField
          form={form}
          name="zipCode"
          label={labels.zipCode}
          autoComplete="postal-code"
          inputMode="numeric"
          isOptional
          hint="We’ll use this to tell you about work near you."
        />
        <fieldset>
          <legend className="mb-1 font-semibold">
            Other services you offer <span className="font-normal text-text-2">(optional)</span>
          </legend>
          <p className="mb-1 text-dense text-text-2">The trades on your license are added automatically.</p>
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
          hint="What you do and what you hope to get from NAMC."
        />
      </Form>
    </div>
  );
}

/** For an email that does not arrive. The page tells nobody whether the address has an account already. */
function SendAgain({ email }: { email: string }) {
  const { mutate, isPending, isSuccess, error } = useSingleMutation(
    api.accounts.resendConfirmation.mutationOptions(),
  );
  return (
    <div className="max-w-xl space-y-3">
      <p>No email after a few minutes? Look in your spam folder.</p>
      {error && <ErrorPanel what="Couldn’t send the email" error={error} />}
      {isSuccess ? (
        <p role="status">We sent it again.</p>
      ) : (
        <Button aria-disabled={isPending} onClick={() => mutate({ email })}>
          {isPending ? 'Sending…' : 'Send it again'}
        </Button>
      )}
    </div>
  );
}
