import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { type LevelFilters, readLevelFilters } from '../../../../../features/service-levels/staff/filters.ts';
import { ServiceLevelsPage } from '../../../../../features/service-levels/staff/service-levels-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/health/sla/')({
  // The page reads them: every page of the portal loads this line, and what it names.
  validateSearch: (search: LevelFilters & SearchSchemaInput): LevelFilters => search,
  component: function ServiceLevelsRoute() {
    return (
      <Need permission="health.read">
        <ServiceLevelsPage filters={Route.useSearch({ select: readLevelFilters, structuralSharing: true })} />
      </Need>
    );
  },
});
