import { useLocation } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';

/** Where a person was in a list: how many pages it had, and how far the window was scrolled. */
interface Place {
  pages: number;
  scrolled: number;
}

/** The parts of an infinite query that say and load its pages. */
export interface KeptPages {
  data: { pages: unknown[] } | undefined;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  isPlaceholderData: boolean;
  fetchNextPage: () => unknown;
}

const mostPlaces = 50;

/** The places of this tab. Storage can be forbidden, and then nothing is kept. */
function readPlaces(): Record<string, Place> {
  try {
    return JSON.parse(sessionStorage.getItem('lists') ?? '{}');
  } catch {
    return {};
  }
}

function keepPlace(entry: string, place: Place): void {
  const { [entry]: _, ...others } = readPlaces();
  const kept = Object.entries(others).slice(1 - mostPlaces);
  if (place.pages > 1) kept.push([entry, place]);
  try {
    sessionStorage.setItem('lists', JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // As above.
  }
}

/**
 * Returns a person to the page of a list where they were, after a reload or a way back: it loads as many pages as this entry
 * of the browser's history had, and scrolls to where the window was, unless the person has moved on meanwhile. Returns the name of this list at this entry.
 */
export function useKeptPages(label: string, list: KeptPages): string {
  const entry = useLocation({ select: ({ pathname, state }) => `${label} ${pathname} ${state.__TSR_key}` });
  const pages = list.isPlaceholderData ? 0 : (list.data?.pages.length ?? 0);
  const wanted = useRef<Place>(undefined);
  const now = useRef<Place>({ pages, scrolled: 0 });
  const goOn = useEffectEvent(() => {
    const { current: place } = wanted;
    if (!place || pages === 0 || list.isFetchingNextPage) return;
    if (pages < place.pages && list.hasNextPage && !list.isFetchNextPageError) {
      list.fetchNextPage();
      return;
    }
    wanted.current = undefined;
    if (place.scrolled > 0) window.scrollTo(0, place.scrolled);
  });

  const pagesOnScreen = useEffectEvent(() => pages);

  useLayoutEffect(() => {
    const kept = readPlaces()[entry];
    // The list may still be there, and the router scrolls it.
    wanted.current = kept && pagesOnScreen() < kept.pages ? kept : undefined;
    const keep = () => {
      if (!wanted.current) keepPlace(entry, now.current);
    };
    // A reload can come between a scroll and its event.
    const keepOnLeave = () => {
      now.current.scrolled = window.scrollY;
      keep();
    };
    window.addEventListener('pagehide', keepOnLeave);
    return () => {
      window.removeEventListener('pagehide', keepOnLeave);
      keep();
    };
  }, [entry]);

  useEffect(() => {
    // The position is read when it is known anyway.
    const scrolled = () => {
      now.current.scrolled = window.scrollY;
    };
    const stay = () => {
      if (wanted.current) wanted.current.scrolled = 0;
    };
    window.addEventListener('scroll', scrolled, { passive: true });
    const acts = ['wheel', 'touchmove', 'keydown'] as const;
    for (const act of acts) window.addEventListener(act, stay, { passive: true });
    return () => {
      window.removeEventListener('scroll', scrolled);
      for (const act of acts) window.removeEventListener(act, stay);
    };
  }, []);

  useLayoutEffect(() => {
    now.current.pages = pages;
    goOn();
  });
  return entry;
}
