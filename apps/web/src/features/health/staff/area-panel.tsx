import type { HealthArea } from '@namc/inputs/health';
import { useQuery } from '@tanstack/react-query';
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
        <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
          {data.map((check) => (
            <li key={check.name} className="px-4 py-3">
              <CheckEntry check={check} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
