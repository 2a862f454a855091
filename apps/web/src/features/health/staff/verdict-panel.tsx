import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { CheckEntry } from './check-entry.tsx';
import { stateLooks } from './state-words.ts';

/** The checks run each minute. */
export const refreshMs = 60_000;

const edges = {
  ok: 'border-ok bg-ok-tint',
  warn: 'border-warn bg-warn-tint',
  bad: 'border-bad bg-bad-tint',
  info: 'border-info bg-info-tint',
  quiet: 'border-divider bg-surface',
} as const;

/** The state of the whole in words, and the checks that somebody should look at. */
export function VerdictPanel() {
  const { data, error, isPending, refetch } = useQuery(
    api.health.getVerdict.queryOptions(undefined, { staleTime: 0, refetchInterval: refreshMs }),
  );
  if (isPending) return <Loading />;
  // An old verdict beside the error would say that all is well.
  if (error) return <ErrorPanel what="Couldn’t load the verdict" error={error} retry={refetch} />;
  const { tone, Icon } = stateLooks[data.state];
  return (
    <>
      <div role="status" className={`rounded-card border p-4 ${edges[tone]}`}>
        <p className="flex items-start gap-2 text-lead font-semibold">
          <Icon aria-hidden className="mt-1 size-5 shrink-0" />
          {data.says}
        </p>
        <p className="mt-1 text-dense text-text-2">
          {data.checkedAt
            ? `Checked ${formatInstant(data.checkedAt)}. ${data.counts.ok} of ${Object.values(data.counts).reduce((sum, count) => sum + count, 0) - data.counts['not applicable']} checks are OK.`
            : 'The worker runs them each minute.'}
        </p>
      </div>
      {data.checkedAt && data.attention.length > 0 && (
        <section aria-labelledby="attention" className="space-y-3">
          <h2 id="attention" className="text-h3 font-semibold">
            Needs attention
          </h2>
          <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
            {data.attention.map((check) => (
              <li key={check.name} className="px-4 py-3">
                <CheckEntry check={check} isOpen={check.state !== 'unknown'} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
