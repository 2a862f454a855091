import { formatInstant } from '../../../lib/formats.ts';
import { Pill } from '../../../ui/pill.tsx';
import { useMe } from '../../accounts/me.ts';
import { AcknowledgeButton } from './acknowledge-dialog.tsx';
import type { ShownAlert } from './alert-words.ts';
import { EvidenceTable } from './evidence-table.tsx';
import { FixByHand } from './fix-by-hand.tsx';
import { stateLooks } from './state-words.ts';

/** One open alert: what is wrong and since when, who knows of it, and folded away the evidence and what to do. */
export function AlertEntry({ alert }: { alert: ShownAlert }) {
  const me = useMe();
  const { word, tone, Icon } = stateLooks[alert.state];
  const { fix, evidence, acknowledgedUntil } = alert;
  return (
    <article aria-label={alert.question} className="space-y-1">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="min-w-0 font-semibold break-words">{alert.says}</h3>
        <Pill tone={tone} Icon={Icon}>
          {word}
        </Pill>
      </div>
      <p className="text-dense text-text-2">
        {alert.question}{' '}
        <time dateTime={alert.openedAt} className="sm:whitespace-nowrap">
          Since {formatInstant(alert.openedAt)}
        </time>
      </p>
      {acknowledgedUntil && (
        <p className="text-dense break-words">
          {alert.acknowledgedByName ?? 'Somebody on staff'} knows of it until{' '}
          <time dateTime={acknowledgedUntil} className="sm:whitespace-nowrap">
            {formatInstant(acknowledgedUntil)}
          </time>
          : {alert.acknowledgedReason}
        </p>
      )}
      <details className="text-dense open:space-y-3">
        <summary className="w-fit py-1 text-link">What this means</summary>
        {evidence.length > 0 && <EvidenceTable rows={evidence} of={alert.question} />}
        <p className="max-w-[75ch]">{alert.explanation}</p>
        {fix && <FixByHand fix={fix} />}
      </details>
      {me?.permissions.includes('health.manage') && <AcknowledgeButton alert={alert} />}
    </article>
  );
}
