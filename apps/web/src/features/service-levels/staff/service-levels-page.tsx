import { plottedLevels } from '@namc/inputs/service-levels';
import { statementRanges } from '@namc/inputs/statements';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';
import { formatCount, formatInstant } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { HealthTabs } from '../../health/staff/health-tabs.tsx';
import { stateLooks } from '../../health/staff/state-words.ts';
import { rangeWords } from '../../statements/staff/figures.ts';
import type { LevelFilters } from './filters.ts';
import { LevelPlot } from './level-plot.tsx';
import { LevelTable } from './level-table.tsx';

const refreshMs = 60_000;

const edges = {
  ok: 'border-ok bg-ok-tint',
  warn: 'border-warn bg-warn-tint',
  bad: 'border-bad bg-bad-tint',
  unknown: 'border-info bg-info-tint',
} as const;

/** What was promised and what was measured: a verdict in words, each level, and what requests took over time. */
export function ServiceLevelsPage({ filters }: { filters: LevelFilters }) {
  const { range = '1d' } = filters;
  const { data, error, isPending, refetch } = useQuery(
    api.serviceLevels.list.queryOptions(
      { range },
      { staleTime: 30_000, refetchInterval: refreshMs, placeholderData: keepPreviousData },
    ),
  );
  return (
    <div className="space-y-8">
      <div className="space-y-4">
        <PageHeading title="Service levels" />
        <HealthTabs />
        <Tabs label="Span">
          {statementRanges.map((value) => (
            <Tab
              key={value}
              to="/admin/health/sla"
              search={{ range: value }}
              aria-current={value === range ? 'page' : undefined}
            >
              {rangeWords[value][0]}
            </Tab>
          ))}
        </Tabs>
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load the service levels" error={error} retry={refetch} />}
        {data && !error && <Verdict shown={data} span={rangeWords[range][1]} />}
        <p>
          <Link to="/admin/health/sla/report" className="text-link underline underline-offset-4">
            Monthly report
          </Link>
        </p>
      </div>
      {data && !error && <LevelTable levels={data.levels} range={range} />}
      {plottedLevels.map((name) => (
        <LevelPlot
          key={name}
          name={name}
          range={range}
          limit={data?.levels.find((level) => level.name === name)?.target}
        />
      ))}
    </div>
  );
}

type Shown = inferOutput<typeof api.serviceLevels.list>;

function Verdict({ shown, span }: { shown: Shown; span: string }) {
  const { Icon } = stateLooks[shown.state];
  const { covered, minutes, lastAt } = shown.coverage;
  return (
    <div role="status" className={`max-w-5xl rounded-card border p-4 ${edges[shown.state]}`}>
      <p className="flex items-start gap-2 text-lead font-semibold">
        <Icon aria-hidden className="mt-1 size-5 shrink-0" />
        {shown.says}
      </p>
      <p className="mt-1 text-dense text-text-2">
        {covered === 0
          ? `Nothing was measured in ${span}.`
          : `The portal was measured in ${formatCount(covered)} of ${formatCount(minutes)} minutes of ${span}.`}{' '}
        {lastAt && `The last minute was ${formatInstant(lastAt)}.`}
      </p>
    </div>
  );
}
