import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { toast } from '../../ui/toasts.ts';
import { ContactWays } from '../settings/contact.tsx';
import { AnswerGroups } from './answers/answer-groups.tsx';
import type { AnswerStep } from './answers/step-names.ts';
import { stepTitles } from './answers/step-words.ts';
import { applicationWords } from './application-words.ts';
import { Messages } from './messages.tsx';
import { type OwnApplication, refreshOwnApplication } from './own-application.ts';
import { Tracker } from './tracker.tsx';

const loadChangeAnswers = patiently(() =>
  import('./change-answers.tsx').then((file) => ({ default: file.ChangeAnswers })),
);
const ChangeAnswers = lazy(loadChangeAnswers);
// Only people who were asked load this code.
const AnswerQuestion = lazy(patiently(() => import('./answer-question.tsx')));

export function ApplicationPage() {
  const { data, error, isPending, refetch } = useQuery(api.applications.findOwn.queryOptions());
  return (
    <div className="space-y-6">
      <PageHeading title="Your application" />
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load your application" error={error} retry={refetch} />}
      {data === null && (
        <p>
          You don’t have an application. For questions about your membership, <ContactWays />.
        </p>
      )}
      {data && <Application application={data} />}
    </div>
  );
}

function Application({ application }: { application: OwnApplication }) {
  const { status, reason, messages } = application;
  const [kind, title, next] = applicationWords[status];
  const waits = status === 'SUBMITTED' || status === 'QUESTION';
  return (
    <>
      <Notice kind={kind} title={title}>
        {reason && <p>Reason: {reason}</p>}
        <p>{next}</p>
        {status === 'APPROVED' && <FirstSteps />}
      </Notice>
      <div className="grid items-start gap-8 xl:grid-cols-2">
        <div className="space-y-8">
          <Tracker application={application} />
          {(status === 'WITHDRAWN' || status === 'DECLINED') && <SendAgain status={status} />}
          <Messages messages={messages} isOwn />
          {status === 'QUESTION' && (
            <Suspense fallback={<Loading />}>
              <AnswerQuestion />
            </Suspense>
          )}
        </div>
        <Answers application={application} mayChange={waits} />
      </div>
      {waits && <Withdraw />}
    </>
  );
}

/** The same three as in the welcome letter. */
function FirstSteps() {
  return (
    <ul className="list-disc space-y-1 pl-5">
      {(
        [
          ['/settings', 'Turn on two-step sign-in', ', so that a stolen password isn’t enough to get in.'],
          ['/contractors', 'Find contractors near you', ', and follow the licenses that matter to you.'],
          ['/saved', 'Save a search', '. We’ll email you when another firm matches it.'],
        ] as const
      ).map(([to, act, why]) => (
        <li key={to}>
          <Link to={to} className="text-link underline underline-offset-4">
            {act}
          </Link>
          {why}
        </li>
      ))}
    </ul>
  );
}

/** The applicant's answers, and the dialogs that change it. */
function Answers({ application, mayChange }: { application: OwnApplication; mayChange: boolean }) {
  const [step, setStep] = useState<AnswerStep>();
  const close = () => setStep(undefined);
  return (
    <section aria-label="Your answers" className="space-y-4">
      <h2 className="text-h3 font-semibold">Your answers</h2>
      <AnswerGroups
        answers={application}
        change={(one, name) =>
          mayChange && (
            <Button
              onClick={() => setStep(one)}
              onPointerEnter={() => void loadChangeAnswers().catch(() => undefined)}
            >
              Change<span className="sr-only"> {name}</span>
            </Button>
          )
        }
      />
      <Dialog
        title={step ? `Change ${stepTitles[step].toLowerCase()}` : ''}
        isOpen={step !== undefined}
        close={close}
      >
        {step && (
          <Suspense fallback={<Loading />}>
            <ChangeAnswers application={application} step={step} done={close} />
          </Suspense>
        )}
      </Dialog>
    </section>
  );
}

function Withdraw() {
  const [isAsking, setAsking] = useState(false);
  const { mutate, isPending, error } = useSingleMutation(
    api.applications.withdraw.mutationOptions({
      onSuccess: () => toast('Your application was withdrawn.'),
      onSettled: refreshOwnApplication,
    }),
  );
  return (
    <div className="space-y-3">
      {error && <ErrorPanel what="Couldn’t withdraw your application" error={error} />}
      <Button aria-disabled={isPending} onClick={() => setAsking(true)}>
        Withdraw my application…
      </Button>
      <Confirm
        title="Withdraw your application?"
        isOpen={isAsking}
        close={() => setAsking(false)}
        keep="Keep it"
        action="Withdraw it"
        act={() => {
          setAsking(false);
          mutate();
        }}
      >
        We’ll stop reviewing it. We’ll keep your account and your answers, and you can send the application
        again anytime.
      </Confirm>
    </div>
  );
}

function SendAgain({ status }: { status: 'WITHDRAWN' | 'DECLINED' }) {
  const { mutate, isPending, error } = useSingleMutation(
    api.applications.reopen.mutationOptions({
      onSuccess: () => toast('Your application is back under review.'),
      onSettled: refreshOwnApplication,
    }),
  );
  return (
    <div className="space-y-3">
      {error && <ErrorPanel what="Couldn’t send your application" error={error} />}
      {status === 'DECLINED' && (
        <p className="max-w-xl">
          Has something changed, or did we miss something? Send your application again. You can change your
          answers while we review it.
        </p>
      )}
      <Button look="primary" aria-disabled={isPending} onClick={() => mutate()}>
        {status === 'DECLINED' ? 'Apply again' : 'Send it again'}
      </Button>
    </div>
  );
}
