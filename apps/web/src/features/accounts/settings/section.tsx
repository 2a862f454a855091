import type { ReactNode } from 'react';

/** A part of the settings page under its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-4 border-t border-divider pt-6">
      <h2 className="text-h3 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
