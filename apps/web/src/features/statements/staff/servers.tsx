import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Notice } from '../../../ui/notice.tsx';

/** Says why a server is not counted. It shows nothing while all is well. */
export function Servers() {
  const { data, error, refetch } = useQuery(
    api.statements.listServers.queryOptions(undefined, { staleTime: 30_000 }),
  );
  if (error) return <ErrorPanel what="Couldn’t load the servers" error={error} retry={refetch} />;
  if (data?.length === 0) {
    return (
      <Notice kind="info" title="Nothing was counted yet">
        <p>The worker counts statements each minute. The first figures come two minutes after it starts.</p>
      </Notice>
    );
  }
  return data?.map(({ name, state, problem, isTried, evictedInADay }) => {
    if (state === 'NOT_APPLICABLE') {
      return (
        <Notice key={name} kind="info" title="Not applicable here">
          <p>{problem}</p>
        </Notice>
      );
    }
    if (state === 'UNKNOWN' || !isTried) {
      return (
        <Notice key={name} kind="warn" title={`Unknown: ${name}`}>
          <p>
            {state === 'UNKNOWN'
              ? problem
              : 'Nobody has read this server for three minutes. Check the worker.'}
          </p>
        </Notice>
      );
    }
    if (evictedInADay === 0) return null;
    return (
      <Notice key={name} kind="info" title={`At least: ${name}`}>
        <p>
          The server evicted statements {formatCount(evictedInADay)} times in a day, so the figures are lower
          bounds. Raise pg_stat_statements.max.
        </p>
      </Notice>
    );
  });
}
