import { answerClarificationInput, askBidderInput } from '@namc/inputs/bids';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../lib/api.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { InputField, TextareaField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Prose } from '../../ui/prose.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Change } from '../accounts/settings-section.tsx';
import { instantIn } from '../projects/project-words.ts';
import { type Clarification, clarificationsQuery, refreshBids } from './bid-queries.ts';
import { useBidding } from './bidding-procedures.ts';

interface Place {
  bidId: string;
  zone: string;
}

/** The questions to one bidder with their answers, and the way to ask one while nothing is decided. */
export function AskedOfBidder({ bidId, zone, firm, mayAsk }: Place & { firm: string; mayAsk: boolean }) {
  const asked = useQuery(useBidding().listClarifications.queryOptions({ bidId }));
  return (
    <>
      <Exchange asked={asked} zone={zone} title={`Questions to ${firm}`} />
      {mayAsk && (
        <div className="print:hidden">
          <Change
            label="Ask"
            what={`${firm} a question`}
            isSpelledOut
            form={(leave) => <AskForm bidId={bidId} leave={leave} />}
          />
        </div>
      )}
    </>
  );
}

/** The questions about a firm’s own bid, and the way to answer each in time. */
export function QuestionsOfPoster({ bidId, zone }: Place) {
  const asked = useQuery(clarificationsQuery(bidId));
  return (
    <Exchange
      asked={asked}
      zone={zone}
      title="Questions about your bid"
      act={({ id }) => (
        <Change
          label="Answer"
          what="the question"
          form={(leave) => <AnswerForm questionId={id} leave={leave} />}
        />
      )}
    />
  );
}

function Exchange({
  asked: { data = [], error, refetch },
  zone,
  title,
  act,
}: {
  asked: { data?: Clarification[] | undefined; error: unknown; refetch: () => unknown };
  zone: string;
  title: string;
  act?: (question: Clarification) => ReactNode;
}) {
  if (error)
    return <ErrorPanel what="Couldn’t load the questions" error={error} retry={() => void refetch()} />;
  const questions = data.filter(({ questionId }) => questionId === null);
  if (questions.length === 0) return null;
  return (
    <section aria-label={title} className="space-y-3">
      <h3 className="font-semibold wrap-anywhere">{title}</h3>
      <ul className="space-y-4">
        {questions.map((question) => (
          <li key={question.id} className="space-y-2">
            <p className="text-dense text-text-2">
              Asked by {question.isOfStaff ? 'NAMC staff' : 'the poster'} on{' '}
              {instantIn(question.sentAt, zone)}.
              {question.answerUntil && ` To answer before ${instantIn(question.answerUntil, zone)}.`}
            </p>
            <div className="font-semibold">
              <Prose text={question.body} />
            </div>
            {data
              .filter(({ questionId }) => questionId === question.id)
              .map(({ id, body, sentAt }) => (
                <div key={id} className="border-l-2 border-divider pl-3">
                  <p className="text-dense text-text-2">Answered on {instantIn(sentAt, zone)}</p>
                  <Prose text={body} />
                </div>
              ))}
            {question.isOpen && act && <div className="print:hidden">{act(question)}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function AskForm({ bidId, leave }: { bidId: string; leave: () => void }) {
  const form = useSchemaForm(
    askBidderInput,
    { bidId, question: '', answerBy: '' },
    { key: `ask ${bidId}`, names: ['question', 'answerBy'] },
  );
  const { mutateAsync } = useMutation(useBidding().askBidder.mutationOptions());
  return (
    <Form
      form={form}
      action="Send the question"
      working="Sending…"
      labels={{ question: 'Question', answerBy: 'Answer by' }}
      submit={async (values) => {
        await mutateAsync(values);
        await refreshBids();
        toast('Your question is sent.');
      }}
      done={leave}
    >
      <p>
        The people of the firm get a mail. No other bidder reads the question or the answer. It can’t be
        changed. Another one corrects it.
      </p>
      <TextareaField form={form} name="question" label="Question" rows={5} maxLength={5_000} />
      <InputField
        form={form}
        name="answerBy"
        label="Answer by"
        type="date"
        hint="The firm may answer until the end of this day. It is at most a year away."
      />
    </Form>
  );
}

function AnswerForm({ questionId, leave }: { questionId: string; leave: () => void }) {
  const form = useSchemaForm(
    answerClarificationInput,
    { questionId, answer: '' },
    { key: `answer ${questionId}`, names: ['answer'] },
  );
  const { mutateAsync } = useMutation(api.bids.answerClarification.mutationOptions());
  return (
    <Form
      form={form}
      action="Send the answer"
      working="Sending…"
      labels={{ answer: 'Answer' }}
      submit={async (values) => {
        await mutateAsync(values);
        await refreshBids();
        toast('Your answer is sent.');
      }}
      done={leave}
    >
      <p>No other bidder reads it. It can’t be changed. Another one corrects it.</p>
      <TextareaField form={form} name="answer" label="Answer" rows={6} maxLength={5_000} />
    </Form>
  );
}
