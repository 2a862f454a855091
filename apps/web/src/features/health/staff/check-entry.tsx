import { formatCount, formatInstant } from '../../../lib/formats.ts';
import { Pill } from '../../../ui/pill.tsx';
import { useMe } from '../../accounts/me.ts';
import { EvidenceTable } from './evidence-table.tsx';
import { FixByHand } from './fix-by-hand.tsx';
import { type ShownCheck, stateLooks } from './state-words.ts';
import { ThresholdsButton } from './thresholds-dialog.tsx';

/** One check: its question, what it found, and folded away what to do, the evidence and the limits. */
export function CheckEntry({ check, isOpen = false }: { check: ShownCheck; isOpen?: boolean }) {
  const me = useMe();
  const { word, tone, Icon } = stateLooks[check.state];
  const { limits, unit, fix, evidence } = check;
  return (
    <article>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="min-w-0 font-semibold">{check.question}</h3>
        <Pill tone={tone} Icon={Icon}>
          {word}
        </Pill>
      </div>
      <p className="text-dense break-words">
        {check.says}{' '}
        {check.since && check.state !== 'not applicable' && (
          <time dateTime={check.since} className="sm:whitespace-nowrap text-text-2">
            Since {formatInstant(check.since)}
          </time>
        )}
      </p>
      {check.state !== 'not applicable' && (
        <details className="mt-1 text-dense open:space-y-3" open={isOpen}>
          <summary className="w-fit py-1 text-link">What this means</summary>
          <p className="max-w-[75ch]">{check.explanation}</p>
          {fix && <FixByHand fix={fix} />}
          {evidence.length > 0 && <EvidenceTable rows={evidence} of={check.question} />}
          {limits && (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <p className="text-text-2">
                Warns above {formatCount(limits.warn)} {unit}, bad above {formatCount(limits.bad)} {unit}
                {limits.areChanged && ' (changed by staff)'}.
              </p>
              {me?.permissions.includes('health.manage') && (
                <ThresholdsButton check={check} limits={limits} />
              )}
            </div>
          )}
        </details>
      )}
    </article>
  );
}
