import { type ReactNode, useEffect } from 'react';

/**
 * The page's `h1` and the title of its window. It can take the focus, because a change of page moves the
 * focus there.
 */
export function PageHeading({
  title,
  children,
  className = 'text-h2 sm:text-h1',
}: {
  title: string;
  children?: ReactNode;
  className?: string;
}) {
  useEffect(() => {
    document.title = `${title} · NAMC NorCal`;
  }, [title]);
  return (
    <h1 tabIndex={-1} className={`font-semibold tracking-tight ${className}`}>
      {children ?? title}
    </h1>
  );
}

/** Focuses the new page's heading. The router decides about scrolling. */
export function focusPageHeading(): void {
  document.querySelector('h1')?.focus({ preventScroll: true });
}
