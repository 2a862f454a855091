import { useSyncExternalStore } from 'react';

/** Tells whether a media query holds, and updates when that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Wide enough for the rail, and for list and map side by side. */
export const wide = '(min-width: 64rem)';
