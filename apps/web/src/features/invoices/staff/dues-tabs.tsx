import type { ComponentProps } from 'react';
import { Tab, Tabs } from '../../../ui/tabs.tsx';

/** The pages of the books, in the order of the tabs. */
const pages = [
  ['/admin/dues', 'Invoices'],
  ['/admin/dues/overview', 'Overview'],
  ['/admin/dues/online', 'Online'],
  ['/admin/dues/deposits', 'Deposits'],
  ['/admin/dues/reports', 'Month-end'],
] as const satisfies [ComponentProps<typeof Tab>['to'], string][];

/** Leads from each page of the books to the others. */
export function DuesTabs() {
  return (
    <div className="print:hidden">
      <Tabs label="Books">
        {pages.map(([to, label]) => (
          <Tab key={to} to={to} activeOptions={{ exact: to === '/admin/dues', includeSearch: false }}>
            {label}
          </Tab>
        ))}
      </Tabs>
    </div>
  );
}
