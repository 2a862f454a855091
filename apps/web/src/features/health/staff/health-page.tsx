import { healthAreas } from '@namc/inputs/health';
import { Link } from '@tanstack/react-router';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { AreaPanel } from './area-panel.tsx';
import { VerdictPanel } from './verdict-panel.tsx';

/** The state of the database: a verdict, what needs attention, and every check by area. Each panel loads and fails alone. */
export function HealthPage() {
  return (
    <div className="max-w-5xl space-y-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <PageHeading title="Database health" />
        <Link to="/admin/health/queries" className="py-1 text-dense text-link underline underline-offset-4">
          Queries and what they cost
        </Link>
      </div>
      <VerdictPanel />
      <p>
        <Link to="/admin/health/queries" className="text-link underline underline-offset-4">
          What the statements cost
        </Link>
      </p>
      {healthAreas.map((area) => (
        <AreaPanel key={area} area={area} />
      ))}
    </div>
  );
}
