import { Circle, CircleCheck, CircleDot, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatInstant } from '../../lib/formats.ts';
import type { OwnApplication } from './own-application.ts';

type State = 'done' | 'now' | 'ahead' | 'ended';

const looks = {
  done: { Icon: CircleCheck, color: 'text-ok', words: 'Done' },
  now: { Icon: CircleDot, color: 'text-link', words: 'Now' },
  ahead: { Icon: Circle, color: 'text-text-2', words: 'Later' },
  ended: { Icon: CircleX, color: 'text-warn', words: 'Ended' },
} as const;

interface Stage {
  title: string;
  state: State;
  about?: ReactNode;
}

/** The way of an application from the form to the decision. */
export function Tracker({ application }: { application: OwnApplication }) {
  return (
    <section aria-label="Progress">
      <h2 className="mb-3 text-h3 font-semibold">Where it stands</h2>
      <ol className="max-w-xl">
        {stagesOf(application).map(({ title, state, about }, position, all) => {
          const { Icon, color, words } = looks[state];
          return (
            <li
              key={title}
              aria-current={state === 'now' ? 'step' : undefined}
              className="relative flex gap-3 pb-5 last:pb-0"
            >
              {position < all.length - 1 && (
                <span
                  aria-hidden
                  className={`absolute top-6 bottom-0 left-[0.6875rem] w-0.5 ${state === 'done' ? 'bg-ok' : 'bg-divider'}`}
                />
              )}
              <Icon aria-hidden className={`size-6 shrink-0 ${color}`} />
              <div className="min-w-0">
                <p className={state === 'ahead' ? 'text-text-2' : 'font-semibold'}>
                  <span className="sr-only">{words}: </span>
                  {title}
                </p>
                {about && <p className="text-dense text-text-2">{about}</p>}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function stagesOf(application: OwnApplication): Stage[] {
  const { status, createdAt, emailVerifiedAt, submittedAt } = application;
  const isDecided = status === 'APPROVED' || status === 'DECLINED';
  const review: Stage =
    status === 'QUESTION'
      ? {
          title: 'We have a question',
          state: 'now',
          about: 'Reply below, and we’ll pick up where we left off.',
        }
      : status === 'WITHDRAWN'
        ? { title: 'Withdrawn by you', state: 'ended', about: 'We’re no longer reviewing it.' }
        : {
            title: 'Staff review',
            state: isDecided ? 'done' : status === 'SUBMITTED' ? 'now' : 'ahead',
            about: !isDecided && submittedAt && `Waiting since ${formatInstant(submittedAt)}`,
          };
  return [
    {
      title: 'Application sent',
      state: 'done',
      about: [
        formatInstant(createdAt),
        // The first sending is the confirmation.
        submittedAt &&
          emailVerifiedAt &&
          submittedAt > emailVerifiedAt &&
          `again ${formatInstant(submittedAt)}`,
      ]
        .filter(Boolean)
        .join('; '),
    },
    {
      title: 'Email address confirmed',
      state: status === 'UNVERIFIED' ? 'now' : 'done',
      about: emailVerifiedAt && formatInstant(emailVerifiedAt),
    },
    review,
    ...(status === 'WITHDRAWN' ? [] : [decision(application)]),
  ];
}

function decision({ status, decidedAt }: OwnApplication): Stage {
  const isDecided = status === 'APPROVED' || status === 'DECLINED';
  return {
    title: status === 'APPROVED' ? 'Approved' : status === 'DECLINED' ? 'Not approved' : 'Decision',
    state: status === 'APPROVED' ? 'done' : status === 'DECLINED' ? 'ended' : 'ahead',
    about: decidedAt ? formatInstant(decidedAt) : !isDecided && 'We’ll email you.',
  };
}
