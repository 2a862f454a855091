import { healthAreas } from '@namc/inputs/health';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { AlertsLine } from './alerts-line.tsx';
import { AreaPanel } from './area-panel.tsx';
import { HealthTabs } from './health-tabs.tsx';
import { VerdictPanel } from './verdict-panel.tsx';

/** The state of the database: a verdict, what needs attention, and every check by area. Each panel loads and fails alone. */
export function HealthPage() {
  return (
    <div className="max-w-5xl space-y-8">
      <PageHeading title="Database health" />
      <HealthTabs />
      <AlertsLine />
      <VerdictPanel />
      {healthAreas.map((area) => (
        <AreaPanel key={area} area={area} />
      ))}
    </div>
  );
}
