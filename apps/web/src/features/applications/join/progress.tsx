import { Link } from '@tanstack/react-router';
import { type JoinStep, joinSteps } from '../answers/step-names.ts';
import { joinStepTitles } from './join-steps.ts';

/** The steps in a row. Those before this one lead back. A phone shows bars alone. */
export function Progress({ step }: { step: JoinStep }) {
  const at = joinSteps.indexOf(step);
  return (
    <nav aria-label="Steps" className="max-w-xl">
      <ol className="flex gap-2">
        {joinSteps.map((one, position) => {
          const bar = `h-1.5 rounded-full ${position <= at ? 'bg-brand' : 'bg-divider'}`;
          const words = (
            <span className="mt-1.5 flex items-center gap-1 text-meta max-sm:sr-only">
              {position < at && <span aria-hidden>✓</span>}
              {joinStepTitles[one]}
            </span>
          );
          return (
            <li key={one} aria-current={one === step ? 'step' : undefined} className="flex-1">
              {position < at ? (
                <Link
                  to="/join"
                  search={{ step: one }}
                  className="block min-h-6 pt-2 text-link underline-offset-4 hover:underline"
                >
                  <span className={`block ${bar}`} />
                  {words}
                </Link>
              ) : (
                <span className={`block pt-2 ${position === at ? 'font-semibold text-text' : 'text-text-2'}`}>
                  <span className={`block ${bar}`} />
                  {words}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
