import { X } from 'lucide-react';
import type { ReactNode } from 'react';

/** The filters in use, each of which can be removed, and a control that clears them all. */
export function Chips({ label, clear, children }: { label: string; clear: ReactNode; children: ReactNode }) {
  return (
    <ul aria-label={label} className="flex flex-wrap items-center gap-2">
      {children}
      <li>{clear}</li>
    </ul>
  );
}

/** For the link or button that removes a filter. */
export const chipClass =
  'inline-flex min-h-11 items-center gap-1.5 rounded-full border border-divider bg-info-tint px-3 py-1 text-left text-dense wrap-anywhere text-text hover:border-control lg:min-h-8';

/** For the link or button that clears all filters. */
export const clearClass =
  'inline-flex min-h-11 items-center rounded-control px-2 text-dense font-semibold text-link underline-offset-4 hover:underline lg:min-h-8';

/** The words inside such a link or button. */
export function ChipWords({ children }: { children: ReactNode }) {
  return (
    <>
      <span className="sr-only">Remove filter: </span>
      {children}
      <X aria-hidden className="size-3.5 shrink-0" />
    </>
  );
}
