import { createLink } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';

/** On a phone one row that scrolls sideways. The margin makes up for the room of the focus ring. */
const row = 'flex gap-1 max-sm:-m-1 max-sm:overflow-x-auto max-sm:p-1 sm:flex-wrap *:shrink-0';

/** Views of one page, each with an address of its own. With `isLong` there are so many that they would fill a phone’s screen. */
export function Tabs({
  label,
  isLong = false,
  children,
}: {
  label: string;
  isLong?: boolean;
  children: ReactNode;
}) {
  return (
    <nav aria-label={label}>
      <ul className={isLong ? row : 'flex flex-wrap gap-1'}>{children}</ul>
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
