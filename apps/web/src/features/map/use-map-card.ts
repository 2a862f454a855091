import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { MapSpot } from './markers.ts';

/** The open point, the search that it belongs to, where the map was, and the firms that the card shows. */
interface OpenCard {
  spot: MapSpot;
  asked: string;
  at: string | undefined;
  /** The page of a card of many, from 0. */
  page?: number;
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    mapCard?: OpenCard | undefined;
  }
}

/**
 * The card of a point is an entry of the history, as a page would be: Back closes it and keeps the search, and Back from a
 * license brings it back with the firms that it showed. Another search closes it.
 */
export function useMapCard(
  to: '/contractors' | '/directory' | '/projects',
  asked: string,
  at: string | undefined,
): {
  spot: MapSpot | null;
  page: number;
  turn: (page: number) => void;
  open: (spot: MapSpot, opener: HTMLElement | undefined) => void;
  close: () => void;
} {
  const card = useLocation({ select: ({ state }) => state.mapCard });
  const navigate = useNavigate();
  const { history } = useRouter();
  const opener = useRef<HTMLElement | undefined>(undefined);
  const spot = card?.asked === asked ? card.spot : null;
  // The map's listeners live as long as the map and have to see the newest values.
  const latest = useRef({ card, asked, at, isOpen: spot !== null });
  useLayoutEffect(() => {
    latest.current = { card, asked, at, isOpen: spot !== null };
  });

  const write = useCallback(
    (mapCard: OpenCard | undefined, replace: boolean) =>
      void navigate({
        to,
        search: true,
        state: (state) => ({ ...state, mapCard }),
        replace,
        resetScroll: false,
      }),
    [navigate, to],
  );
  const open = useCallback(
    (next: MapSpot, by: HTMLElement | undefined) => {
      opener.current = by;
      const now = latest.current;
      write({ spot: next, asked: now.asked, at: now.at }, now.isOpen);
    },
    [write],
  );
  const turn = useCallback(
    (page: number) => {
      const { card: opened } = latest.current;
      if (opened) write({ ...opened, page }, true);
    },
    [write],
  );
  // The browser goes back a moment later, and a second tap before that must not leave the page.
  const closing = useRef<OpenCard | undefined>(undefined);
  const close = useCallback(() => {
    const now = latest.current;
    if (!now.isOpen || closing.current === now.card) return;
    closing.current = now.card;
    // The entry before has the map where it was then.
    if (now.card?.at === now.at) history.back();
    else write(undefined, true);
  }, [history, write]);

  useEffect(() => {
    if (!spot) return undefined;
    const marker = opener.current;
    marker?.classList.add('mark-open');
    return () => {
      marker?.classList.remove('mark-open');
      // The focus went with the card, unless somebody moved it.
      if (document.activeElement === document.body) marker?.focus();
    };
  }, [spot]);

  return { spot, page: card?.page ?? 0, turn, open, close };
}
