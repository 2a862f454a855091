import { submitApplicationInput } from '@namc/inputs/applications';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { Form, fieldsOf } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { AnswerGroups } from '../answers/answer-groups.tsx';
import { stepSchemas } from '../answers/answer-steps.ts';
import { type AnswerStep, answerSteps } from '../answers/step-names.ts';
import { forgetDraft, readDraft } from './draft.ts';
import type { Refused } from './use-step.ts';

export interface CheckProps {
  sent: (email: string) => void;
  /** Receives the refused answers and the first step that has one. */
  refuse: (answers: Refused, first: AnswerStep) => Promise<void>;
}

/** All answers once more, before the application is sent. */
export function CheckAnswers({ sent, refuse }: CheckProps) {
  const draft = readDraft();
  const form = useSchemaForm(submitApplicationInput, draft);
  const { data: read } = submitApplicationInput.safeParse(draft);
  const { mutateAsync } = useMutation(api.applications.submit.mutationOptions());
  return (
    <div className="space-y-5">
      <AnswerGroups
        // As they are sent, without spaces around them.
        answers={{ ...draft, ...read }}
        change={(step, name) => (
          <Link
            to="/join"
            search={{ step, change: true }}
            className="inline-flex min-h-11 items-center text-dense text-link underline underline-offset-4 lg:min-h-8"
          >
            Change<span className="sr-only"> {name}</span>
          </Link>
        )}
      />
      <Form
        form={form}
        action="Send my application"
        working="Sending…"
        labels={{}}
        submit={async (values) => {
          try {
            await mutateAsync(values);
          } catch (error) {
            const answers = fieldsOf(error);
            const first = answerSteps.find((step) =>
              answers.some(({ field }) => field in stepSchemas[step].shape),
            );
            if (!first) throw error;
            await refuse(answers, first);
            return;
          }
          forgetDraft();
          sent(values.email);
        }}
      >
        <p className="text-dense text-text-2">
          We’ll email you a link to confirm your address. Then we’ll review your application.
        </p>
      </Form>
    </div>
  );
}
