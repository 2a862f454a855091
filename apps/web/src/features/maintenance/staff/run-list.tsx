import { plural } from '../../../lib/formats.ts';
import { Pill } from '../../../ui/pill.tsx';
import { momentInList } from '../../../ui/short-times.ts';
import {
  durationInWords,
  effectInWords,
  jobWords,
  type MaintenanceRun,
  outcomeLooks,
} from './maintenance-words.ts';

/** The last runs, each with the tables and indexes that it worked on folded away. */
export function RunList({ runs }: { runs: MaintenanceRun[] }) {
  return (
    <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
      {runs
        .filter(({ partOf }) => partOf === null)
        .map((run) => {
          const parts = runs.filter(({ partOf }) => partOf === run.id);
          return (
            <li key={run.id} className="px-4 py-3">
              <Run run={run} name={jobWords[run.job][0]} />
              {parts.length > 0 && (
                <details className="text-dense">
                  <summary className="w-fit py-1 text-link">
                    {parts.length} {plural(parts.length, 'step')}
                  </summary>
                  <ul className="divide-y divide-divider border-l-2 border-divider pl-4">
                    {parts.map((part) => (
                      <li key={part.id} className="py-2">
                        <Run run={part} name={part.target ?? ''} />
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </li>
          );
        })}
    </ul>
  );
}

function Run({ run, name }: { run: MaintenanceRun; name: string }) {
  const look = run.outcome && outcomeLooks[run.outcome];
  const effect = effectInWords(run);
  return (
    <div>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-semibold break-words">{name}</p>
        {look ? <Pill tone={look.tone}>{look.word}</Pill> : <Pill tone="info">Running</Pill>}
      </div>
      {(run.message || effect) && (
        <p className="text-dense break-words">
          {run.message} {effect && `(${effect})`}
        </p>
      )}
      <p className="text-dense text-text-2">
        <time {...momentInList(run.startedAt)} />
        {run.endedAt && `, ${durationInWords(run.startedAt, run.endedAt)}`}, {run.server}
      </p>
    </div>
  );
}
