import { Link } from '@tanstack/react-router';
import { stringifySearchParams } from '../../../lib/search-params.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Actions } from './actions.tsx';
import { TrailChips } from './audit-chips.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { Changes } from './changes.tsx';
import type { AuditFilters as Filters } from './filters.ts';

export function AuditPage({ filters }: { filters: Filters }) {
  const { kind, ...narrowed } = filters;
  return (
    <div className="space-y-5">
      <PageHeading title="Trail" />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <nav aria-label="Kind of entries">
          <ul className="flex flex-wrap gap-1">
            {(['actions', 'changes'] as const).map((one) => (
              <li key={one}>
                <Link
                  to="/admin/audit"
                  search={{ ...narrowed, kind: one }}
                  className="inline-flex min-h-10 items-center rounded-control border border-divider px-3 text-dense"
                  activeProps={{ className: 'border-link bg-info-tint font-semibold' }}
                >
                  {one === 'actions' ? 'What staff did' : 'Rows that changed'}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <a href={`/api/audit/${kind}.csv${stringifySearchParams(narrowed)}`} className={buttonClass()}>
          Download these as CSV
        </a>
      </div>
      <AuditFilters filters={filters} />
      <TrailChips filters={filters} />
      {kind === 'actions' ? <Actions filters={filters} /> : <Changes filters={filters} />}
    </div>
  );
}
