import { formatInstant } from '../../../lib/formats.ts';
import { Pill } from '../../../ui/pill.tsx';
import { lasted, type ShownAlert } from './alert-words.ts';
import { stateLooks } from './state-words.ts';

/** The alerts of the last 30 days that are over, the newest first, and the time that each lasted. */
export function EndedAlerts({ alerts }: { alerts: ShownAlert[] }) {
  return (
    <section aria-labelledby="ended" className="space-y-3">
      <h2 id="ended" className="text-h3 font-semibold">
        Ended in the last 30 days
      </h2>
      {alerts.length === 0 && <p className="text-dense text-text-2">None.</p>}
      {alerts.length > 0 && (
        <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
          {alerts.map((alert) => (
            <EndedAlert key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
    </section>
  );
}

function EndedAlert({ alert }: { alert: ShownAlert }) {
  const { word, tone, Icon } = stateLooks[alert.state];
  return (
    <li className="px-4 py-3 text-dense">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 break-words">{alert.says}</p>
        <Pill tone={tone} Icon={Icon}>
          {word}
        </Pill>
      </div>
      {alert.resolvedAt && (
        <p className="text-text-2">
          {lasted(alert.openedAt, alert.resolvedAt)}, from {formatInstant(alert.openedAt)} to{' '}
          {formatInstant(alert.resolvedAt)}
        </p>
      )}
    </li>
  );
}
