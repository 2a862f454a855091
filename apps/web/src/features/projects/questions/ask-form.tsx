import { askQuestionInput } from '@namc/inputs/questions';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../../lib/api.ts';
import { TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { refreshQuestions } from './question-queries.ts';

/** A question about a project. The code loads with the first dialog. */
export default function AskForm({ projectId, leave }: { projectId: string; leave: () => void }) {
  const form = useSchemaForm(
    askQuestionInput,
    { projectId, question: '' },
    { key: `question ${projectId}`, names: ['question'] },
  );
  const { mutateAsync } = useMutation(api.questions.ask.mutationOptions());
  return (
    <Form
      form={form}
      action="Ask"
      working="Sending…"
      labels={{ question: 'Question' }}
      submit={async (values) => {
        await mutateAsync(values);
        await Promise.all([
          refreshQuestions(),
          queryClient.invalidateQueries(api.projectFollows.pathFilter()),
        ]);
        toast('Your question is sent. You follow the project now, so you hear of the answer.');
      }}
      done={leave}
    >
      <TextareaField
        form={form}
        name="question"
        label="Question"
        rows={5}
        maxLength={2_000}
        hint="The poster reads it as you write it. Leave out your name and your firm."
      />
    </Form>
  );
}
