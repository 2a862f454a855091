import type { ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { useMe } from '../../accounts/me.ts';
import { type ChosenSession, formatSpan, type ShownSession, stateInWords } from './session-words.ts';

/** One session: who it is, what it does, its statement without values, and what staff may do about it. */
export function SessionEntry({
  server,
  session,
  choose,
  children,
}: {
  server: string;
  session: ShownSession;
  choose: (chosen: ChosenSession) => void;
  children?: ReactNode;
}) {
  const me = useMe();
  const { pid, login, application, transactionSeconds, statement, mayBeEnded, state } = session;
  const of = `process ${pid} of ${login}`;
  return (
    <article aria-label={`Process ${pid}`} className="space-y-1">
      <p className="break-words">
        <strong className="font-semibold">{login}</strong> · {application} ·{' '}
        <span className="whitespace-nowrap text-text-2">process {pid}</span>
      </p>
      <p className="text-dense">
        {stateInWords(session)}.
        {transactionSeconds !== null && ` Its transaction is ${formatSpan(transactionSeconds)} old.`}{' '}
        {children}
      </p>
      <code className="block text-meta [overflow-wrap:anywhere]">
        {statement ?? 'Its statement isn’t shown: it could hold somebody’s values.'}
      </code>
      {me?.permissions.includes('health.manage') && mayBeEnded && (
        <div className="flex flex-wrap gap-2 pt-1">
          {state === 'active' && (
            <Button
              aria-label={`Cancel the statement of ${of}`}
              onClick={() => choose({ server, session, ending: 'cancel' })}
            >
              Cancel statement…
            </Button>
          )}
          <Button
            aria-label={`Close the connection of ${of}`}
            onClick={() => choose({ server, session, ending: 'terminate' })}
          >
            Close connection…
          </Button>
        </div>
      )}
    </article>
  );
}
