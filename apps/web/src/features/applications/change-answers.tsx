import { applicationAnswers } from '@namc/inputs/application-answers';
import type { ChangeApplicationInput } from '@namc/inputs/applications';
import { formatPhone } from '@namc/inputs/phone';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FieldValues, Path } from 'react-hook-form';
import { z } from 'zod/mini';
import { api } from '../../lib/api.ts';
import { TextareaField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { type SchemaForm, useSchemaForm } from '../../ui/use-schema-form.ts';
import { PersonFields } from '../accounts/person-fields.tsx';
import { stepSchemas } from './answers/answer-steps.ts';
import { CompanyFields } from './answers/company-fields.tsx';
import type { AnswerStep } from './answers/step-names.ts';
import { companyLabels, membershipLabels, youLabels } from './answers/step-words.ts';
import { TierFields } from './answers/tier-fields.tsx';
import { type OwnApplication, refreshOwnApplication } from './own-application.ts';

interface ChangeProps {
  application: OwnApplication;
  done: () => void;
}

/** Changes one part of an application that waits. */
export function ChangeAnswers({ step, ...props }: ChangeProps & { step: AnswerStep }) {
  if (step === 'company') return <ChangeCompany {...props} />;
  return step === 'membership' ? <ChangeTier {...props} /> : <ChangeYou {...props} />;
}

const blankOr = (value: string | null) => value ?? '';

/** All answers as they are, for the part that changes to take its place among them. */
const answersOf = (application: OwnApplication) => ({
  company: blankOr(application.company),
  licenseNumber: blankOr(application.licenseNumber),
  tierCode: application.tierCode as ChangeApplicationInput['tierCode'],
  firstName: application.firstName,
  lastName: application.lastName,
  phone: application.phone ? formatPhone(application.phone) : '',
  city: blankOr(application.city),
  zipCode: blankOr(application.zipCode).slice(0, 5),
  skills: application.skills,
  statement: application.statement,
});

/** The properties that the form of each part shares. */
function useChange<Input extends FieldValues, Output>(
  form: SchemaForm<Input, Output>,
  first: Path<Input>,
  { application, done }: ChangeProps,
) {
  // The dialog is open by the time this code has come.
  useEffect(() => form.setFocus(first), [form, first]);
  const { mutateAsync } = useMutation(api.applications.change.mutationOptions());
  return {
    action: 'Save',
    working: 'Saving…',
    submit: async (values: Partial<ChangeApplicationInput>) => {
      await mutateAsync({ ...answersOf(application), ...values });
      await refreshOwnApplication();
      toast('Application updated. We’ll review your new answers.');
    },
    done,
  };
}

function ChangeCompany(props: ChangeProps) {
  const { licenseNumber, company, tierCode } = answersOf(props.application);
  const form = useSchemaForm(stepSchemas.company, { licenseNumber, company, tierCode });
  return (
    <Form form={form} labels={companyLabels} {...useChange(form, 'licenseNumber', props)}>
      <CompanyFields
        form={form}
        takeLicense={({ name }) => {
          if (!form.getValues('company')) form.setValue('company', name);
        }}
      />
    </Form>
  );
}

function ChangeTier(props: ChangeProps) {
  const { tierCode, company } = answersOf(props.application);
  const form = useSchemaForm(stepSchemas.membership, { tierCode, company });
  return (
    <Form form={form} labels={membershipLabels} {...useChange(form, 'tierCode', props)}>
      <TierFields form={form} />
    </Form>
  );
}

/** The address has a change of its own. */
const withoutEmail = z.pick(applicationAnswers, {
  firstName: true,
  lastName: true,
  phone: true,
  city: true,
  zipCode: true,
  skills: true,
  statement: true,
});

function ChangeYou(props: ChangeProps) {
  const { company: _, licenseNumber: __, tierCode: ___, ...you } = answersOf(props.application);
  const form = useSchemaForm(withoutEmail, you);
  return (
    <Form form={form} labels={youLabels} {...useChange(form, 'firstName', props)}>
      <PersonFields form={form} />
      <TextareaField form={form} name="statement" label={youLabels.statement} isOptional />
    </Form>
  );
}
