import type { ReactNode } from 'react';

/** A group of one component's states. */
export function Specimen({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-3">
      <h3 className="text-h3 font-semibold">{title}</h3>
      {children}
    </section>
  );
}
