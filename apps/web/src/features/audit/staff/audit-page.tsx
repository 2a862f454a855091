import { lazy, Suspense } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { stringifySearchParams } from '../../../lib/search-params.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { Actions } from './actions.tsx';
import { AuditChips } from './audit-chips.tsx';
import { AuditFilters } from './audit-filters.tsx';
import type { AuditFilters as Filters } from './filters.ts';
import { SealState } from './seal-state.tsx';

// Staff actions come first, and most readers stay with them.
const Changes = lazy(patiently(() => import('./changes.tsx').then((file) => ({ default: file.Changes }))));

export function AuditPage({ filters }: { filters: Filters }) {
  const { kind, ...narrowed } = filters;
  return (
    <div className="space-y-5">
      <PageHeading title="Audit trail" />
      <SealState />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Tabs label="Kind of entries">
          <Tab
            to="/admin/audit"
            search={{ ...narrowed, kind: 'actions' }}
            aria-current={kind === 'actions' ? 'page' : undefined}
          >
            Staff actions
          </Tab>
          <Tab
            to="/admin/audit"
            search={{ ...narrowed, kind: 'changes' }}
            aria-current={kind === 'changes' ? 'page' : undefined}
          >
            Data changes
          </Tab>
        </Tabs>
        <a href={`/api/audit/${kind}.csv${stringifySearchParams(narrowed)}`} className={buttonClass()}>
          Download as CSV
        </a>
      </div>
      <AuditFilters filters={filters} />
      <AuditChips filters={filters} />
      {kind === 'actions' ? (
        <Actions filters={filters} />
      ) : (
        <Suspense fallback={<Loading />}>
          <Changes filters={filters} />
        </Suspense>
      )}
    </div>
  );
}
