import { useLocation } from '@tanstack/react-router';
import { type ComponentProps, useEffect, useRef } from 'react';
import { Tab, Tabs } from '../../../ui/tabs.tsx';

/** The pages about the database, in the order of the tabs. */
const pages = [
  ['/admin/health', 'Overview'],
  ['/admin/health/alerts', 'Alerts'],
  ['/admin/health/queries', 'Queries'],
  ['/admin/health/tables', 'Tables'],
  ['/admin/health/sla', 'Service levels'],
  ['/admin/health/jobs', 'Maintenance'],
  ['/admin/health/connections', 'Connections'],
  ['/admin/health/replicas', 'Replicas'],
  ['/admin/health/backups', 'Backups'],
] as const satisfies [ComponentProps<typeof Tab>['to'], string][];

/** Leads from each page about the database to the others. */
export function HealthTabs() {
  const tabs = useRef<HTMLDivElement>(null);
  const page = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => {
    // A phone shows a part of the row: the part with this page.
    const current = tabs.current?.querySelector(`[href="${page}"]`);
    current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [page]);
  return (
    <div ref={tabs}>
      <Tabs label="Database health" isLong>
        {pages.map(([to, label]) => (
          <Tab key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
            {label}
          </Tab>
        ))}
      </Tabs>
    </div>
  );
}
