import { Link } from '@tanstack/react-router';
import { EmailField } from '../../../ui/email-field.tsx';
import { TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { PersonFields } from '../../accounts/person-fields.tsx';
import { stepSchemas } from '../answers/answer-steps.ts';
import type { JoinStep } from '../answers/step-names.ts';
import { membershipLabels, youLabels } from '../answers/step-words.ts';
import { TierFields } from '../answers/tier-fields.tsx';
import { CheckAnswers, type CheckProps } from './check-answers.tsx';
import { readDraft } from './draft.ts';
import { stepBefore } from './join-steps.ts';
import { MemberBenefits } from './member-benefits.tsx';
import { next, type StepProps, useStep } from './use-step.ts';

/** The steps after the first one. Their code comes while people fill in the first. */
export default function LaterSteps({
  step,
  goOn,
  refused,
  ...check
}: StepProps & CheckProps & { step: Exclude<JoinStep, 'company'> }) {
  if (step === 'membership') return <MembershipStep goOn={goOn} refused={refused} />;
  return step === 'you' ? <YouStep goOn={goOn} refused={refused} /> : <CheckAnswers {...check} />;
}

function MembershipStep({ goOn, refused }: StepProps) {
  const { tierCode, company } = readDraft();
  const form = useSchemaForm(stepSchemas.membership, { tierCode, company });
  useStep(form, refused);
  return (
    <div className="grid items-start gap-8 xl:grid-cols-[36rem_minmax(0,26rem)]">
      <Form
        form={form}
        {...next}
        labels={membershipLabels}
        submit={() => undefined}
        done={goOn}
        beside={<BackTo step="membership" />}
      >
        <TierFields form={form} />
      </Form>
      <MemberBenefits />
    </div>
  );
}

function YouStep({ goOn, refused }: StepProps) {
  const { company: _, licenseNumber: __, tierCode: ___, ...you } = readDraft();
  const form = useSchemaForm(stepSchemas.you, you);
  useStep(form, refused);
  return (
    <Form
      form={form}
      {...next}
      labels={youLabels}
      submit={() => undefined}
      done={goOn}
      beside={<BackTo step="you" />}
    >
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

/** Leads to the step before. */
function BackTo({ step }: { step: JoinStep }) {
  return (
    <Link
      to="/join"
      search={{ step: stepBefore(step) }}
      className="inline-flex min-h-11 items-center text-link underline underline-offset-4"
    >
      Back
    </Link>
  );
}
