import { answerQuestionInput } from '@namc/inputs/applications';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { TextareaField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { refreshOwnApplication } from './own-application.ts';

/** The applicant's answer to the staff's question. */
export default function AnswerQuestion() {
  const form = useSchemaForm(answerQuestionInput, { body: '' });
  const { mutateAsync } = useMutation(api.applications.answerQuestion.mutationOptions());
  return (
    <Form
      form={form}
      action="Send my answer"
      working="Sending…"
      labels={{ body: 'Your answer' }}
      submit={async (values) => {
        await mutateAsync(values);
        await refreshOwnApplication();
        toast('Your answer was sent.');
      }}
    >
      <TextareaField form={form} name="body" label="Your answer" />
    </Form>
  );
}
