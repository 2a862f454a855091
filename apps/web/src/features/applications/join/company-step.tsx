import { useRef } from 'react';
import { api, queryClient, statusOf } from '../../../lib/api.ts';
import { Form, WrongField } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { stepSchemas } from '../answers/answer-steps.ts';
import { CompanyFields } from '../answers/company-fields.tsx';
import type { ClaimedLicense } from '../answers/license-claim.tsx';
import { companyLabels } from '../answers/step-words.ts';
import { addToDraft, readDraft } from './draft.ts';
import { next, type StepProps, useStep } from './use-step.ts';

export function CompanyStep({ goOn, refused }: StepProps) {
  const { licenseNumber, company } = readDraft();
  const form = useSchemaForm(stepSchemas.company, { licenseNumber, company });
  useStep(form, refused);
  /** The values that the last license filled in. Another license may replace them, but never what was typed. */
  const fromBoard = useRef({ company: '', city: '', zipCode: '' });
  const takeOver = ({ name, city, zipCode }: ClaimedLicense) => {
    const before = fromBoard.current;
    const onLicense = { company: name, city: city ?? '', zipCode: /^\d{5}/.exec(zipCode ?? '')?.[0] ?? '' };
    const typed = form.getValues('company');
    if (!typed || typed === before.company)
      form.setValue('company', onLicense.company, { shouldValidate: form.formState.isSubmitted });
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
      submit={({ licenseNumber }) => licenseNumber && assertMayClaim(licenseNumber)}
      done={goOn}
    >
      <CompanyFields form={form} takeLicense={takeOver} />
    </Form>
  );
}

/**
 * Tells at this step what sending the application would tell at the last one. If the license cannot be looked up now,
 * people go on.
 * @throws WrongField
 */
async function assertMayClaim(licenseNumber: string): Promise<void> {
  try {
    const license = await queryClient.fetchQuery(
      api.contractors.getLicense.queryOptions({ licenseNumber }, { retry: false }),
    );
    if (!license.isNamcMember) return;
  } catch (error) {
    if (statusOf(error) !== 404) return;
    throw new WrongField(
      'licenseNumber',
      'is not in the license board’s file: check it, or leave it empty and name it under “About you”',
    );
  }
  throw new WrongField('licenseNumber', 'belongs to another member. If it is yours, contact us');
}
