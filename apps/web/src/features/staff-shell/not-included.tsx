import { type Permission, roleNeededFor } from '@namc/inputs/roles';
import { wayInWords } from '@namc/inputs/way-to-permission';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { PageHeading } from '../../ui/page-heading.tsx';

/** In place of a page: which role has it, and who can assign one. */
export function NotIncluded({ permission }: { permission: Permission }) {
  const { data, isPending } = useQuery(api.roles.getWayToPermission.queryOptions({ permission }));
  return (
    <div className="max-w-xl space-y-4">
      <PageHeading title="Your role doesn’t include this page" />
      {!isPending && <p>{data && data.roles.length > 0 ? wayInWords(data) : roleNeededFor(permission)}</p>}
    </div>
  );
}
