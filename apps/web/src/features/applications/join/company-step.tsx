import { useRef } from 'react';
import { useFormState } from 'react-hook-form';
import { patiently } from '../../../lib/connection.ts';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { stepSchemas } from '../answers/answer-steps.ts';
import { CompanyFields } from '../answers/company-fields.tsx';
import type { ClaimedLicense } from '../answers/license-claim.tsx';
import { companyLabels } from '../answers/step-words.ts';
import { addToDraft, readDraft } from './draft.ts';
import { next, type StepProps, useStep } from './use-step.ts';

// Only people with a license load this code.
const loadClaim = patiently(() => import('./may-claim.ts'));

export function CompanyStep({ goOn, refused }: StepProps) {
  const { licenseNumber, company, tierCode } = readDraft();
  const form = useSchemaForm(stepSchemas.company, { licenseNumber, company, tierCode });
  useStep(form, refused);
  // Read while drawing: the form does not tell a later reader what changed since.
  const { isSubmitted } = useFormState({ control: form.control });
  /** The values that the last license filled in. Another license may replace them, but never what was typed. */
  const fromBoard = useRef({ company: '', city: '', zipCode: '' });
  const takeOver = ({ name, city, zipCode }: ClaimedLicense) => {
    const before = fromBoard.current;
    const onLicense = { company: name, city: city ?? '', zipCode: /^\d{5}/.exec(zipCode ?? '')?.[0] ?? '' };
    const typed = form.getValues('company');
    if (!typed || typed === before.company)
      form.setValue('company', onLicense.company, { shouldValidate: isSubmitted });
    const draft = readDraft();
    for (const place of ['city', 'zipCode'] as const)
      if (!draft[place] || draft[place] === before[place]) addToDraft({ [place]: onLicense[place] });
    fromBoard.current = onLicense;
  };
  return (
    <Form
      form={form}
      {...next}
      labels={companyLabels}
      submit={async ({ licenseNumber }) => {
        if (licenseNumber) await (await loadClaim()).assertMayClaim(licenseNumber);
      }}
      done={goOn}
    >
      <CompanyFields form={form} takeLicense={takeOver} asksForStudents />
    </Form>
  );
}
