import { formatCount } from '../../../lib/formats.ts';

/** Numbers of licenses, each with its name. Zeros step back. */
export function Tally({ label, counts }: { label: string; counts: [name: string, count: number][] }) {
  return (
    <dl aria-label={label} className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
      {counts.map(([name, count]) => (
        <div key={name} className="rounded-card border border-divider bg-surface p-3">
          <dt className="text-dense text-text-2">{name}</dt>
          <dd className={`text-h3 font-semibold tabular-nums ${count === 0 ? 'text-text-3' : ''}`}>
            {formatCount(count)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
