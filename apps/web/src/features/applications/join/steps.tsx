import { useEffect, useEffectEvent, useRef } from 'react';
import { type FieldValues, type Path, useWatch } from 'react-hook-form';
import { api, queryClient, statusOf } from '../../../lib/api.ts';
import { EmailField } from '../../../ui/email-field.tsx';
import { TextareaField } from '../../../ui/fields.tsx';
import { Form, WrongField } from '../../../ui/form.tsx';
import { type SchemaForm, useSchemaForm } from '../../../ui/use-schema-form.ts';
import { PersonFields } from '../../accounts/person-fields.tsx';
import { companyLabels, membershipLabels, stepSchemas, youLabels } from '../answers/answer-steps.ts';
import { CompanyFields } from '../answers/company-fields.tsx';
import type { ClaimedLicense } from '../answers/license-claim.tsx';
import { TierFields } from '../answers/tier-fields.tsx';
import { addToDraft, readDraft } from './draft.ts';
import { MemberBenefits } from './member-benefits.tsx';

/** The answers that the portal refused when the application was sent. */
export type Refused = { field: string; message: string }[];

interface StepProps {
  goOn: () => Promise<void>;
  refused: Refused;
}

const next = { action: 'Continue', working: 'One moment…' } as const;

/** Keeps what is typed in the draft, and shows what was refused of it. */
function useStep<Input extends FieldValues, Output>(form: SchemaForm<Input, Output>, refused: Refused): void {
  const values = useWatch({ control: form.control });
  useEffect(() => addToDraft(values as FieldValues), [values]);
  const show = useEffectEvent(() => {
    for (const { field, message } of refused) form.setError(field as Path<Input>, { message });
    if (refused.length === 0) return;
    requestAnimationFrame(() => document.querySelector<HTMLElement>('form [role=alert]')?.focus());
  });
  useEffect(() => show(), []);
}

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

export function MembershipStep({ goOn, refused }: StepProps) {
  const form = useSchemaForm(stepSchemas.membership, { tierCode: readDraft().tierCode });
  useStep(form, refused);
  return (
    <div className="grid items-start gap-8 xl:grid-cols-[36rem_minmax(0,26rem)]">
      <Form form={form} {...next} labels={membershipLabels} submit={() => undefined} done={goOn}>
        <TierFields form={form} />
      </Form>
      <MemberBenefits />
    </div>
  );
}

export function YouStep({ goOn, refused }: StepProps) {
  const { company: _, licenseNumber: __, tierCode: ___, ...you } = readDraft();
  const form = useSchemaForm(stepSchemas.you, you);
  useStep(form, refused);
  return (
    <Form form={form} {...next} labels={youLabels} submit={() => undefined} done={goOn}>
      <PersonFields form={form}>
        <EmailField form={form} autoComplete="email" />
      </PersonFields>
      <TextareaField
        form={form}
        name="statement"
        label={youLabels.statement}
        isOptional
        hint="What you do and what you hope to get from NAMC."
      />
    </Form>
  );
}
