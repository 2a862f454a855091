import type { HealthArea } from '@namc/inputs/health';
import { useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { CheckEntry } from './check-entry.tsx';
import { areaWords } from './state-words.ts';
import { refreshMs } from './verdict-panel.tsx';

/** Every check of one area. */
export function AreaPanel({ area }: { area: HealthArea }) {
  const { data, error, isPending, refetch } = useQuery(
    api.health.list.queryOptions({ area }, { staleTime: 0, refetchInterval: refreshMs }),
  );
  return (
    <section aria-labelledby={area} className="space-y-3">
      <h2 id={area} className="text-h3 font-semibold">
        {areaWords[area]}
      </h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load these checks" error={error} retry={refetch} />}
      {!error && data && (
        <>
          <Checks checks={data.filter(({ state }) => state !== 'not applicable')} />
          <NotApplicable checks={data.filter(({ state }) => state === 'not applicable')} />
        </>
      )}
    </section>
  );
}

type Check = inferOutput<(typeof api)['health']['list']>[number];

function Checks({ checks }: { checks: Check[] }) {
  if (checks.length === 0) return null;
  return (
    <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
      {checks.map((check) => (
        <li key={check.name} className="px-4 py-3">
          <CheckEntry check={check} />
        </li>
      ))}
    </ul>
  );
}

/** Folded, because nobody has to read them. */
function NotApplicable({ checks }: { checks: Check[] }) {
  if (checks.length === 0) return null;
  return (
    <details className="text-dense">
      <summary className="inline-flex min-h-9 cursor-pointer items-center text-text-2 underline underline-offset-4">
        {checks.length === 1 ? '1 check doesn’t apply here' : `${checks.length} checks don’t apply here`}
      </summary>
      <div className="mt-2">
        <Checks checks={checks} />
      </div>
    </details>
  );
}
