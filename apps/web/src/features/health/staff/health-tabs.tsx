import type { ComponentProps } from 'react';
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
  return (
    <Tabs label="Database health">
      {pages.map(([to, label]) => (
        <Tab key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {label}
        </Tab>
      ))}
    </Tabs>
  );
}
