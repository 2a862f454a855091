import { useSyncExternalStore } from 'react';

/** Wide enough for the rail, and for list and map side by side. */
export const wide = '(min-width: 64rem)';

const pixelsOfRem = 16;
/** The server paints a page for a phone or for a desktop. It knows no more about the screen. */
let assumedWidth = 360;

/** Says for which kind of screen the server paints next. */
export function assumeScreen(isPhone: boolean): void {
  assumedWidth = isPhone ? 360 : 1280;
}

const holdsAtAssumedWidth = (query: string): boolean => {
  const [, rem] = /^\(min-width: ([\d.]+)rem\)$/.exec(query) ?? [];
  return rem !== undefined && assumedWidth >= Number(rem) * pixelsOfRem;
};

/** Tells whether a media query holds, and updates when that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
    () => holdsAtAssumedWidth(query),
  );
}
