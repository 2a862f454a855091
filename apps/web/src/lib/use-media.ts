import { useSyncExternalStore } from 'react';

/** Wide enough for the rail, and for list and map side by side. */
export const wide = '(min-width: 64rem)';

const pixelsOfRem = 16;
/** The width for which the server paints, in CSS pixels. */
let assumedWidth = 360;

/** Says for which width the server paints next. */
export function assumeScreen(width: number): void {
  assumedWidth = width;
}

/** Tells the server with each later page how wide the window is, so that it paints the page as it will be. */
export function tellWidth(): void {
  const tell = () => {
    void window.cookieStore?.set({ name: 'screen', value: `${window.innerWidth}`, sameSite: 'lax' });
  };
  tell();
  window.addEventListener('resize', tell);
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
