import { createLink } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';

/** Views of one page, each with an address of its own. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-1">{children}</ul>
    </nav>
  );
}

/** One of the views: a link that knows whether it is the current one. */
export const Tab = createLink((props: ComponentProps<'a'>) => (
  <li>
    <a
      {...props}
      className="inline-flex min-h-10 items-center gap-1.5 rounded-control border border-divider px-3 text-dense aria-[current=page]:border-link aria-[current=page]:bg-info-tint aria-[current=page]:font-semibold"
    />
  </li>
));
