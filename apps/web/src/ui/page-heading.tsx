import { type ReactNode, useEffect } from 'react';

/**
 * The page's `h1` and the title of its window. It can hold the focus, because that is where a reader is
 * taken when the page changes.
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

/** Takes the focus to the new page's heading; its place on the screen is the router's matter. */
export function focusPageHeading(): void {
  document.querySelector('h1')?.focus({ preventScroll: true });
}
