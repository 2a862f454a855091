import { shortened } from '@namc/inputs/cut-text';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { formatInstant, formatSize } from '../../../lib/formats.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { type FetchState, fetchQuery, isFetching, refreshImports } from './import.ts';

/** From where the worker fetches the file by itself, how that went, and when it does so next. */
export function ScheduledFetch() {
  const { data, error, refetch } = useQuery(fetchQuery());
  const ask = useSingleMutation(api.imports.askForFetch.mutationOptions({ onSuccess: refreshImports }));
  if (error && !data)
    return <ErrorPanel what="Couldn’t load the scheduled fetch" error={error} retry={refetch} />;
  if (!data) return null;
  const isOn = isFetching(data);
  return (
    <section aria-labelledby="fetch" className="max-w-3xl space-y-3">
      <h2 id="fetch" className="text-h3 font-semibold">
        Scheduled fetch
      </h2>
      {data.address ? (
        <div className="space-y-3 rounded-card border border-divider bg-surface p-4">
          <Facts
            facts={[
              [
                'From',
                <span key="address" className="break-all">
                  {data.address}
                </span>,
              ],
              [
                'Next',
                data.nextFetchAt &&
                  `${formatInstant(data.nextFetchAt)}, on business days of the State of California`,
              ],
              ['Last', data.fetchedAt && <Last key="last" state={data} at={data.fetchedAt} />],
            ]}
          />
          {data.fetchStatus === 'FAILED' && data.fetchProblem && (
            <p className="text-dense font-semibold break-words text-bad">{data.fetchProblem}</p>
          )}
          <Button aria-disabled={isOn || ask.isPending} onClick={() => !isOn && ask.mutate()}>
            {isOn ? 'Fetching…' : 'Fetch now'}
          </Button>
          {ask.error && <ErrorPanel what="Couldn’t start the fetch" error={ask.error} />}
        </div>
      ) : (
        <p className="max-w-2xl text-dense text-text-2">
          Off. The person who runs the portal can set an address from which it fetches the file on business
          days.
        </p>
      )}
    </section>
  );
}

const words = {
  WAITING: 'waiting for the worker',
  RUNNING: 'running',
  NEW: 'a new file',
  UNCHANGED: 'no newer file',
  FAILED: 'failed',
} as const satisfies Record<NonNullable<FetchState['fetchStatus']>, string>;

const outcomes = {
  WAITING: 'a new file, to be imported',
  RUNNING: 'a new file, being imported',
  CHECKED: 'a new file, checked and not imported',
  ACCEPTED: 'a new file, imported',
  UNCHANGED: 'no newer file',
  UNDONE: 'a new file, imported and later undone',
  REFUSED: 'a new file, refused',
  FAILED: 'a new file, not imported',
  CANCELED: 'a new file, canceled',
  STOPPED: 'a new file, whose import stopped',
} as const satisfies Record<NonNullable<FetchState['importStatus']>, string>;

/** The outcome of a fetch that brought a file. */
export function whatBecame({
  importStatus,
  importProblem,
  importUndoneAt,
}: Pick<FetchState, 'importStatus' | 'importProblem' | 'importUndoneAt'>): string {
  if (importUndoneAt) return outcomes.UNDONE;
  if (importStatus === null) return words.NEW;
  const isBad = importStatus === 'REFUSED' || importStatus === 'FAILED';
  if (isBad && importProblem) return `${outcomes[importStatus]}: ${inShort(importProblem)}`;
  return outcomes[importStatus];
}

/** The first sentence of a reason. The import's page has the rest. */
function inShort(reason: string): string {
  const [first = ''] = reason.split(/(?<=[.!?])\s/);
  return shortened(first, longestReason);
}
const longestReason = 160;

function Last({ state, at }: { state: FetchState; at: string | Date }) {
  const { fetchStatus, fetchedBytes, fetchedImportId } = state;
  return (
    <>
      {formatInstant(at)}: {fetchStatus === 'NEW' ? whatBecame(state) : fetchStatus && words[fetchStatus]}
      {fetchStatus === 'RUNNING' && fetchedBytes !== null && `, ${formatSize(fetchedBytes)}`}
      {fetchedImportId && (
        <>
          {' '}
          <Link
            to="/admin/contractors/import/$id"
            params={{ id: fetchedImportId }}
            className="text-link underline underline-offset-4"
          >
            See its import
          </Link>
        </>
      )}
    </>
  );
}
