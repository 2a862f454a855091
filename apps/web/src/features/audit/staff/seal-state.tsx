import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { formatCount, formatInstant, plural } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';

const refreshMs = 60_000;
/** Sealing runs each minute, so a longer wait needs a look. */
const longWaitSeconds = 600;

/** The state of the trail's seals, and the outcome of the last verification. */
export function SealState() {
  const { data, error, isPending, refetch } = useQuery(
    api.audit.getSealState.queryOptions(undefined, { staleTime: 0, refetchInterval: refreshMs }),
  );
  if (isPending) return <Loading />;
  if (error) return <ErrorPanel what="Couldn’t load the seals" error={error} retry={refetch} />;
  const { sealedAt, anchoredAt, anchoredBatch, storedAt, storedBatch, storeFailsSeconds } = data;
  const { waitedSeconds, finishedAt, problems, messages, rows } = data;
  const knownTo = (at: string, batch: number) => `${formatInstant(at)}, batch ${formatCount(batch)}`;
  return (
    <section aria-label="Seals" className="space-y-3 text-dense">
      {(waitedSeconds ?? 0) > longWaitSeconds && (
        <Notice kind="warn" title="New entries aren’t sealed">
          <p>
            An entry has waited {formatCount(Math.round((waitedSeconds ?? 0) / 60))} minutes. Is the worker
            running?
          </p>
        </Notice>
      )}
      {(storeFailsSeconds ?? 0) > longWaitSeconds && (
        <Notice kind="warn" title="The object store doesn’t have the newest seals">
          <p>
            It has not taken any for {formatCount(Math.round((storeFailsSeconds ?? 0) / 60))} minutes. The
            worker’s log says why.
          </p>
        </Notice>
      )}
      {(problems ?? 0) > 0 && (
        <Notice kind="warn" title="The last verification found problems">
          <ul className="list-disc pl-5">
            {messages?.slice(0, 5).map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Facts
        facts={[
          ['Sealed up to', sealedAt ? formatInstant(sealedAt) : 'Not yet'],
          ['Last anchor', anchoredAt && anchoredBatch ? knownTo(anchoredAt, anchoredBatch) : 'Not yet'],
          ['Object store', storedAt && storedBatch !== null ? knownTo(storedAt, storedBatch) : null],
          [
            'Last verification',
            finishedAt
              ? `${formatInstant(finishedAt)}: ${problems === 0 ? `intact, ${formatCount(rows ?? 0)} entries` : `${formatCount(problems ?? 0)} ${plural(problems ?? 0, 'problem')}`}`
              : 'Not yet',
          ],
        ]}
      />
    </section>
  );
}
