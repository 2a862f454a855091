import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { Block } from '../../../ui/block.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Prose } from '../../../ui/prose.tsx';
import { useMay } from '../../accounts/me.ts';
import { Change } from '../../accounts/settings-section.tsx';
import type { Project } from '../project-queries.ts';
import { instantIn } from '../project-words.ts';
import { type Question, questionsQuery } from './question-queries.ts';

const AskForm = lazy(patiently(() => import('./ask-form.tsx')));

/** The answered questions about a project, the reader’s own, and the way to ask one. The code comes after the page. */
export default function Questions({ project }: { project: Project }) {
  const readsPlans = useMay('READ_PLANS');
  const asked = useQuery(questionsQuery(project.id));
  const isOpen = project.stage === 'PUBLISHED' || project.stage === 'BIDDING_OPEN';
  const ends = project.questionsUntil ?? project.deadlineAt;
  const mayAsk = isOpen && project.takesQuestions && !project.isOwn && readsPlans;
  return (
    <Block title="Questions and answers" what="Couldn’t load the questions" asked={asked}>
      {(questions) => (
        <>
          {mayAsk && (
            <div className="space-y-2 print:hidden">
              <p className="max-w-[70ch] text-dense text-text-2">
                {ends && `Ask before ${instantIn(ends, project.deadlineTimeZone)}. `}
                Nobody learns who asked, the poster included. All bidders read the answer.
              </p>
              <Change
                label="Ask"
                what="a question"
                isSpelledOut
                form={(leave) => (
                  <Suspense fallback={<Loading />}>
                    <AskForm projectId={project.id} leave={leave} />
                  </Suspense>
                )}
              />
            </div>
          )}
          {isOpen && !project.takesQuestions && (
            <p className="text-dense text-text-2">The time for questions is over.</p>
          )}
          {questions.length === 0 ? (
            <p className="text-text-2">No questions yet.</p>
          ) : (
            <ul
              aria-label="Questions"
              className="divide-y divide-divider rounded-card border border-divider bg-surface"
            >
              {questions.map((question) => (
                <OneQuestion key={question.id} question={question} />
              ))}
            </ul>
          )}
        </>
      )}
    </Block>
  );
}

function OneQuestion({ question }: { question: Question }) {
  const { status, published, asked, answer, refusal, isOwn } = question;
  return (
    <li className="space-y-2 p-4">
      <div className="flex flex-wrap items-center gap-2">
        {status === 'OPEN' && <Pill tone="info">Not answered yet</Pill>}
        {status === 'REFUSED' && <Pill tone="quiet">Not answered</Pill>}
        {isOwn && <span className="text-dense text-text-2">You asked this. Only you see that.</span>}
      </div>
      <div className="font-semibold">
        <span className="sr-only">Question: </span>
        <Prose text={published ?? asked ?? ''} />
      </div>
      {answer && (
        <div>
          <span className="sr-only">Answer: </span>
          <Prose text={answer} />
        </div>
      )}
      {refusal && <p className="text-dense wrap-anywhere">The poster’s reason: {refusal}</p>}
    </li>
  );
}
