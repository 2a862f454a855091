import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BellRing, Wrench } from 'lucide-react';
import { api } from '../../../lib/api.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { refreshMs } from './verdict-panel.tsx';

const often = { staleTime: 0, refetchInterval: refreshMs };

/** Says that alerts are open or a maintenance runs, and leads to their page. The page itself says what failed to load. */
export function AlertsLine() {
  const { data: alerts } = useQuery(api.health.listAlerts.queryOptions(undefined, often));
  const { data: maintenance } = useQuery(api.health.findMaintenance.queryOptions(undefined, often));
  const open = alerts?.filter(({ resolvedAt }) => resolvedAt === null).length ?? 0;
  if (open === 0 && !maintenance) return null;
  return (
    <ul className="space-y-1 text-dense">
      {open > 0 && (
        <li className="flex items-center gap-2">
          <BellRing aria-hidden className="size-4 shrink-0 text-bad" />
          <Link to="/admin/health/alerts" className="text-link underline underline-offset-4">
            {open === 1 ? 'One alert is open' : `${open} alerts are open`}
          </Link>
        </li>
      )}
      {maintenance && (
        <li className="flex items-center gap-2">
          <Wrench aria-hidden className="size-4 shrink-0 text-info" />
          <Link to="/admin/health/alerts" className="text-link underline underline-offset-4">
            Maintenance until {formatInstant(maintenance.endsAt)}
          </Link>
        </li>
      )}
    </ul>
  );
}
