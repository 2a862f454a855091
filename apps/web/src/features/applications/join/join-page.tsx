import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { type JoinStep, joinSteps } from '../answers/step-names.ts';
import { CompanyStep } from './company-step.tsx';
import { addToDraft, keepSentTo, readSentTo, takeBack } from './draft.ts';
import { joinStepTitles, reachableStep, stepAfter } from './join-steps.ts';
import { Progress } from './progress.tsx';
import type { Refused } from './use-step.ts';

const loadLaterSteps = patiently(() => import('./later-steps.tsx'));
const LaterSteps = lazy(loadLaterSteps);
const loadSent = patiently(() => import('./sent.tsx').then((file) => ({ default: file.Sent })));
const Sent = lazy(loadSent);

/**
 * The application for membership, one step at a time. `licenseNumber` fills in the field, in place of the draft's.
 * `isChanging` leads back to the check of all answers after one step.
 */
export function JoinPage({
  licenseNumber,
  step: asked,
  isChanging,
}: {
  licenseNumber: string | undefined;
  step: JoinStep;
  isChanging: boolean;
}) {
  const navigate = useNavigate();
  const [sentTo, setSentTo] = useState(() => (licenseNumber ? undefined : readSentTo()));
  const [refused, setRefused] = useState<Refused>([]);
  useEffect(() => {
    // If this fails, the next step tries again and reports it.
    void Promise.allSettled([loadLaterSteps(), loadSent()]);
  }, []);
  useState(() => licenseNumber && addToDraft({ licenseNumber }));
  const step = reachableStep(asked);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    // Wrong answers bring the focus to what is wrong with them.
    if (shown.current !== step && refused.length === 0) heading.current?.focus();
    shown.current = step;
  }, [step, refused]);
  const go = (next: JoinStep) => navigate({ to: '/join', search: { step: next } });
  if (sentTo !== undefined) {
    return (
      <Suspense>
        <Sent
          email={sentTo}
          changeAddress={() => {
            takeBack();
            setSentTo(undefined);
            void go('you');
          }}
        />
      </Suspense>
    );
  }
  const goOn = () => {
    setRefused([]);
    return go(isChanging ? 'check' : stepAfter(step));
  };
  const title = joinStepTitles[step];
  return (
    <div className="space-y-6">
      <PageHeading title={step === 'company' ? 'Join NAMC NorCal' : `${title}: Join NAMC NorCal`}>
        Join NAMC NorCal
      </PageHeading>
      <p className="max-w-xl text-text-2">
        It takes about three minutes. Until you send it, your draft stays in this browser.
      </p>
      <Progress step={step} />
      <h2 ref={heading} tabIndex={-1} className="text-h3 font-semibold focus:outline-none">
        <span className="block text-dense font-normal text-text-2">
          Step {joinSteps.indexOf(step) + 1} of {joinSteps.length}
        </span>
        {title}
      </h2>
      {step === 'company' ? (
        <CompanyStep goOn={goOn} refused={refused} />
      ) : (
        <Suspense fallback={<Loading />}>
          <LaterSteps
            step={step}
            goOn={goOn}
            refused={refused}
            sent={(email) => {
              keepSentTo(email);
              setSentTo(email);
            }}
            refuse={(answers, first) => {
              setRefused(answers);
              return navigate({ to: '/join', search: { step: first, change: true } });
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
