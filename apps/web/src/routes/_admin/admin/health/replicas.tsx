import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import {
  type ReplicaFilters,
  readReplicaFilters,
} from '../../../../features/servers/staff/replica-filters.ts';
import { ReplicasPage } from '../../../../features/servers/staff/replicas-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/health/replicas')({
  // The page reads it: every page of the portal loads this line, and what it names.
  validateSearch: (search: ReplicaFilters & SearchSchemaInput): ReplicaFilters => search,
  component: function ReplicasRoute() {
    return (
      <Need permission="health.read">
        <ReplicasPage filters={Route.useSearch({ select: readReplicaFilters, structuralSharing: true })} />
      </Need>
    );
  },
});
