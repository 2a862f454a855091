import type { ReactNode } from 'react';

export type Fact = [term: string, value: ReactNode];

/** A titled card of facts. */
export function FactGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="break-inside-avoid rounded-card border border-divider bg-surface p-4">
      <h2 className="mb-3 text-lead font-semibold">{title}</h2>
      {children}
    </section>
  );
}

/** Terms and values. A fact without a value is left out. */
export function Facts({ facts, missing }: { facts: Fact[]; missing?: string | undefined }) {
  const known = facts.filter(([, value]) => value);
  if (known.length === 0) return <p className="text-dense text-text-2">{missing}</p>;
  return (
    <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 gap-y-1.5 text-dense">
      {known.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-text-2">{term}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
