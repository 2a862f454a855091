import { answerQuestionInput, refuseQuestionInput } from '@namc/inputs/questions';
import { useMutation, useQuery } from '@tanstack/react-query';
import { formatInstant } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Prose } from '../../../ui/prose.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { Change, SettingsSection } from '../../accounts/settings-section.tsx';
import { usePosting } from '../posting/posting-procedures.ts';
import { type Question, refreshQuestions } from './question-queries.ts';

const words = {
  OPEN: ['warn', 'To answer'],
  ANSWERED: ['ok', 'Answered'],
  REFUSED: ['quiet', 'Not answered'],
} as const;

/** The questions about a project for its poster, who answers them without knowing who asked. */
export function PostingQuestions({ projectId, isOpen }: { projectId: string; isOpen: boolean }) {
  const { questions, isForStaff } = usePosting();
  const { data, error, refetch } = useQuery(questions.list.queryOptions({ projectId }));
  return (
    <SettingsSection title="Questions and answers">
      {error && <ErrorPanel what="Couldn’t load the questions" error={error} retry={refetch} />}
      {!data && !error && <Loading />}
      {data?.length === 0 && (
        <p className="text-text-2">
          No questions yet.{!isForStaff && ' We tell you when somebody asks one.'}
        </p>
      )}
      {data && data.length > 0 && (
        <ul
          aria-label="Questions"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {data.map((question) => (
            <OneQuestion key={question.id} question={question} isOpen={isOpen} />
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}

function OneQuestion({ question, isOpen }: { question: Question; isOpen: boolean }) {
  const { status, asked, published, answer, refusal, askedAt } = question;
  const [tone, label] = words[status];
  return (
    <li className="space-y-2 p-4">
      <p className="flex flex-wrap items-center gap-2 text-dense text-text-2">
        <Pill tone={tone}>{label}</Pill>
        {askedAt && formatInstant(askedAt)}
      </p>
      <div className="font-semibold">
        <Prose text={published ?? asked ?? ''} />
      </div>
      {published !== null && published !== asked && (
        <details className="text-dense">
          <summary className="min-h-11 cursor-pointer py-2">As it was asked</summary>
          <Prose text={asked ?? ''} />
        </details>
      )}
      {answer && <Prose text={answer} />}
      {refusal && <p className="text-dense wrap-anywhere">Reason: {refusal}</p>}
      {status === 'OPEN' && isOpen && (
        <div className="flex flex-wrap gap-2">
          <Change
            label="Answer"
            what="the question"
            form={(leave) => <AnswerForm question={question} leave={leave} />}
          />
          <Change
            label="Refuse"
            what="the question"
            form={(leave) => <RefuseForm question={question} leave={leave} />}
          />
        </div>
      )}
    </li>
  );
}

function AnswerForm({ question, leave }: { question: Question; leave: () => void }) {
  const form = useSchemaForm(
    answerQuestionInput,
    {
      questionId: question.id,
      published: question.asked ?? '',
      answer: '',
    },
    { key: `answer question ${question.id}`, names: ['published', 'answer'] },
  );
  const { mutateAsync } = useMutation(usePosting().questions.answer.mutationOptions());
  return (
    <Form
      form={form}
      action="Publish the answer"
      working="Publishing…"
      labels={{ published: 'Question', answer: 'Answer' }}
      submit={async (values) => {
        await mutateAsync(values);
        await refreshQuestions();
        toast('The answer is published.');
      }}
      done={leave}
    >
      <p>All who may read the plans read both. Once it is published, an addendum corrects it.</p>
      <TextareaField
        form={form}
        name="published"
        label="Question"
        rows={4}
        maxLength={2_000}
        hint="Take out what tells who asked."
      />
      <TextareaField form={form} name="answer" label="Answer" rows={6} maxLength={10_000} />
    </Form>
  );
}

function RefuseForm({ question, leave }: { question: Question; leave: () => void }) {
  const form = useSchemaForm(
    refuseQuestionInput,
    { questionId: question.id, refusal: '' },
    { key: `refuse question ${question.id}`, names: ['refusal'] },
  );
  const { mutateAsync } = useMutation(usePosting().questions.refuse.mutationOptions());
  return (
    <Form
      form={form}
      action="Refuse the question"
      working="Refusing…"
      labels={{ refusal: 'Reason' }}
      submit={async (values) => {
        await mutateAsync(values);
        await refreshQuestions();
        toast('The question is refused.');
      }}
      done={leave}
    >
      <Prose text={question.asked ?? ''} />
      <TextareaField
        form={form}
        name="refusal"
        label="Reason"
        rows={3}
        maxLength={1_000}
        hint="The person who asked reads it, and nobody else."
      />
    </Form>
  );
}
