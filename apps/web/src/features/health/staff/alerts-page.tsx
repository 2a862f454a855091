import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { Empty } from '../../../ui/empty.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { AllDone } from '../../../ui/illustrations.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { AlertEntry } from './alert-entry.tsx';
import { EndedAlerts } from './ended-alerts.tsx';
import { EscalationPanel } from './escalation-panel.tsx';
import { HealthTabs } from './health-tabs.tsx';
import { MaintenancePanel } from './maintenance-panel.tsx';
import { refreshMs } from './verdict-panel.tsx';
import { WebhooksPanel } from './webhooks-panel.tsx';

/** The alerts that are open, the maintenance, and the alerts that are over. News of the portal's stream bring it up to date. */
export function AlertsPage() {
  const { data, error, isPending, refetch } = useQuery(
    api.health.listAlerts.queryOptions(undefined, { staleTime: 0, refetchInterval: refreshMs }),
  );
  const open = data?.filter(({ resolvedAt }) => resolvedAt === null) ?? [];
  return (
    <div className="max-w-5xl space-y-8">
      <PageHeading title="Alerts" />
      <HealthTabs />
      <MaintenancePanel />
      <section aria-labelledby="open" className="space-y-3">
        <h2 id="open" className="text-h3 font-semibold">
          Open alerts
        </h2>
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load the alerts" error={error} retry={refetch} />}
        {!error && data && open.length === 0 && (
          <Empty drawing={<AllDone />} title="No alert is open.">
            A fault that lasts for two minutes opens one.
          </Empty>
        )}
        {!error && open.length > 0 && (
          <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
            {open.map((alert) => (
              <li key={alert.id} className="px-4 py-3">
                <AlertEntry alert={alert} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {!error && data && <EndedAlerts alerts={data.filter(({ resolvedAt }) => resolvedAt !== null)} />}
      <EscalationPanel />
      <WebhooksPanel />
      <p className="text-dense text-text-2">
        Your{' '}
        <Link to="/settings" hash="alert-notices" className="text-link underline underline-offset-4">
          account settings
        </Link>{' '}
        say how you hear of alerts.
      </p>
    </div>
  );
}
