import { replicationRanges } from '@namc/inputs/servers';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { formatSize } from '../../../lib/formats.ts';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { HealthTabs } from '../../health/staff/health-tabs.tsx';
import { archivingInWords, type ServerReplication } from './archiving.ts';
import { LagHistory } from './lag-history.tsx';
import { type ReplicaFilters, replicaRangeWords } from './replica-filters.ts';
import { ServersPanel } from './servers-panel.tsx';
import { formatSpan } from './session-words.ts';

/** Each server in the replication now, and how far the replicas were behind over time. */
export function ReplicasPage({ filters: { range = '1d' } }: { filters: ReplicaFilters }) {
  const servers = useQuery(
    api.servers.listReplication.queryOptions(undefined, { staleTime: 0, refetchInterval: 10_000 }),
  );
  return (
    <div className="max-w-5xl space-y-8">
      <div className="space-y-4">
        <PageHeading title="Replicas" />
        <HealthTabs />
      </div>
      <ServersPanel id="servers" title="Servers now" what="Couldn’t load the servers" asked={servers}>
        {(answer) => <ServerFacts answer={answer} />}
      </ServersPanel>
      <Tabs label="Span">
        {replicationRanges.map((value) => (
          <Tab
            key={value}
            to="/admin/health/replicas"
            search={{ range: value }}
            aria-current={value === range ? 'page' : undefined}
          >
            {replicaRangeWords[value][0]}
          </Tab>
        ))}
      </Tabs>
      <LagHistory range={range} />
    </div>
  );
}

function ServerFacts({ answer: { isReplica, rows } }: { answer: ServerReplication }) {
  const [row] = rows;
  if (!row) return null;
  const { timeline, receives, lagSeconds, lagBytes, slots, archiving } = row;
  return (
    <div className="space-y-2 text-dense">
      {isReplica && (
        <p>
          {lagSeconds === null
            ? 'How old its data is isn’t known.'
            : `Its data is ${formatSpan(lagSeconds)} old.`}{' '}
          {lagBytes === null
            ? 'How much of the log it has yet to replay isn’t known.'
            : `It has ${formatSize(lagBytes)} of the log yet to replay.`}{' '}
          {receives ? `It receives the log (${receives}).` : 'It doesn’t receive the log.'}
        </p>
      )}
      <p>
        Timeline {timeline}. {archivingInWords(archiving)}
      </p>
      {slots.length > 0 ? (
        <ul className="list-disc pl-5">
          {slots.map(({ slot, isActive, status, retainedBytes }) => (
            <li key={slot} className="break-words">
              Slot {slot}: {isActive ? 'in use' : 'not in use'}, holds back {formatSize(retainedBytes)} of the
              log{status && status !== 'reserved' && ` (${status})`}.
            </li>
          ))}
        </ul>
      ) : (
        !isReplica && <p>It has no slots.</p>
      )}
    </div>
  );
}
