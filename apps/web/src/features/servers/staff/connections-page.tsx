import { useQuery } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { Button } from '../../../ui/button.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { HealthTabs } from '../../health/staff/health-tabs.tsx';
import { ConnectionCounts } from './connection-counts.tsx';
import { EndSessionDialog } from './end-session-dialog.tsx';
import { ServersPanel } from './servers-panel.tsx';
import { SessionEntry } from './session-entry.tsx';
import { type ChosenSession, formatSpan, type LockedSession } from './session-words.ts';

const refreshMs = 10_000;

/** The people and programs connected to the servers, their open transactions, and the waits between them. */
export function ConnectionsPage() {
  const [isPaused, setPaused] = useState(false);
  const [chosen, setChosen] = useState<ChosenSession | null>(null);
  // The query client asks again only while the page is visible.
  const live = { staleTime: 0, refetchInterval: isPaused ? (false as const) : refreshMs };
  const transactions = useQuery(api.servers.listOpenTransactions.queryOptions(undefined, live));
  const waits = useQuery(api.servers.listLockWaits.queryOptions(undefined, live));
  const connections = useQuery(api.servers.listConnections.queryOptions(undefined, live));
  return (
    <div className="max-w-5xl space-y-8">
      <div className="space-y-4">
        <PageHeading title="Connections" />
        <HealthTabs />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button onClick={() => setPaused(!isPaused)}>
            {isPaused ? <Play aria-hidden className="size-4" /> : <Pause aria-hidden className="size-4" />}
            {isPaused ? 'Refresh again' : 'Pause'}
          </Button>
          <p className="text-dense text-text-2">
            {isPaused ? 'Paused: nothing below changes.' : 'Refreshes every 10 seconds.'}
          </p>
        </div>
      </div>
      <ServersPanel
        id="waits"
        title="Who waits for whom"
        what="Couldn’t load who waits for a lock"
        asked={waits}
      >
        {({ server, rows }) =>
          rows.length === 0 ? (
            <p>Nobody waits for a lock.</p>
          ) : (
            <LockTree server={server} sessions={rows} choose={setChosen} />
          )
        }
      </ServersPanel>
      <ServersPanel
        id="transactions"
        title="Open transactions"
        what="Couldn’t load the open transactions"
        asked={transactions}
      >
        {({ server, rows }) =>
          rows.length === 0 ? (
            <p>No transaction is open.</p>
          ) : (
            <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
              {rows.map((session) => (
                <li key={`${session.pid} ${session.startedAt}`} className="px-4 py-3">
                  <SessionEntry server={server} session={session} choose={setChosen} />
                </li>
              ))}
            </ul>
          )
        }
      </ServersPanel>
      <ServersPanel
        id="connections"
        title="Connections by login"
        what="Couldn’t load the connections"
        asked={connections}
      >
        {(counted) => <ConnectionCounts counted={counted} />}
      </ServersPanel>
      {/* It outlives the row that opened it: a session may end while somebody types. */}
      <EndSessionDialog chosen={chosen} close={() => setChosen(null)} />
    </div>
  );
}

/** Deeper levels look alike, so that a phone has room for the words. */
const indents = ['', 'ml-4 sm:ml-8', 'ml-8 sm:ml-16', 'ml-10 sm:ml-24'] as const;

function LockTree({
  server,
  sessions,
  choose,
}: {
  server: string;
  sessions: LockedSession[];
  choose: (chosen: ChosenSession) => void;
}) {
  return (
    <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
      {sessions.map((session) => (
        <li key={`${session.pid} ${session.startedAt}`} className="px-4 py-3">
          <div
            className={`${indents[Math.min(session.depth, indents.length - 1)]} ${session.depth > 0 ? 'border-l-2 border-divider pl-3' : ''}`}
          >
            <SessionEntry server={server} session={session} choose={choose}>
              {lockInWords(session)}
            </SessionEntry>
          </div>
        </li>
      ))}
    </ul>
  );
}

function lockInWords({ waitedSeconds, blockedBy, relation }: LockedSession): string {
  if (waitedSeconds === null && blockedBy.length === 0) return 'It waits for nobody, and others wait for it.';
  const whom = blockedBy.map((pid) => (pid === 0 ? 'a prepared transaction' : `process ${pid}`)).join(', ');
  return `It has waited ${formatSpan(waitedSeconds ?? 0)} for ${whom}${relation ? ` at ${relation}` : ''}.`;
}
