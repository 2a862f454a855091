import { type Bounds, readBounds, writeBounds } from '@namc/inputs/bounds';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { formatCount } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SkeletonLine } from '../../ui/skeleton.tsx';
import { extentOf, type MapSpot } from './markers.ts';

/** So many firms are on a page of a card. */
export const firmsPerPage = 3;
/** Wider than the rounding of a rectangle, and less than the way to the next ZIP code. */
const margin = 0.001;

/** The rectangle of a spot within that of the search. */
export function boundsOf(spot: MapSpot, within: string | undefined): string {
  const [west, south, east, north] = extentOf(spot);
  const own: Bounds = [west - margin, south - margin, east + margin, north + margin];
  const searched = within && readBounds(within);
  if (!searched) return writeBounds(own);
  return writeBounds([
    Math.max(own[0], searched[0]),
    Math.max(own[1], searched[1]),
    Math.min(own[2], searched[2]),
    Math.min(own[3], searched[3]),
  ]);
}

/** The firms of a card, some pages of them, as far as they are loaded. */
export interface CardFirms<Firm> {
  pages: Firm[][] | undefined;
  hasNextPage: boolean;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  /** Loads the next page, and gives all pages. */
  fetchNextPage: () => Promise<Firm[][] | undefined>;
  refetch: () => unknown;
}

/** The firms at a point: one, or several that share a ZIP code, a few at a time. */
export function MapCard<Firm>({
  spot,
  page: asked,
  turn: showPage,
  close,
  firms,
  words,
  where,
  listThem,
  children,
}: {
  spot: MapSpot;
  page: number;
  turn: (page: number) => void;
  close: () => void;
  firms: CardFirms<Firm>;
  /** The noun for the things at the point, `contractors`, and the name of a card with one of them. */
  words: { many: string; alone: string };
  /** How exactly the place of these firms is known. */
  where: (firms: Firm[] | undefined) => string;
  /** Shows them in the list alone. */
  listThem: () => void;
  children: (firm: Firm) => ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const announce = useAnnounce();
  const { fetchNextPage, isFetchingNextPage } = firms;
  const loaded = firms.pages?.length ?? 0;
  // A page that the history remembers comes after those before it, or is no more.
  const isBehind = loaded > 0 && asked >= loaded && firms.hasNextPage;
  const page = loaded > 0 && !firms.hasNextPage ? Math.min(asked, loaded - 1) : asked;
  useEffect(() => {
    if (isBehind && !isFetchingNextPage && !firms.isFetchNextPageError) void fetchNextPage();
  }, [isBehind, isFetchingNextPage, firms.isFetchNextPageError, fetchNextPage]);
  const shown = firms.pages?.[page];
  const first = page * firmsPerPage + 1;
  const several = spot.count > 1;
  const hasMore = page + 1 < (firms.pages?.length ?? 0) || firms.hasNextPage;

  const turn = async (to: number) => {
    if (firms.isFetchingNextPage) return;
    const pages = to < (firms.pages?.length ?? 0) ? firms.pages : await firms.fetchNextPage();
    const on = pages?.[to]?.length;
    if (!on) return;
    showPage(to);
    const from = to * firmsPerPage + 1;
    announce(`${from} to ${from + on - 1} of ${formatCount(spot.count)}`);
  };

  return (
    <div
      ref={box}
      role="dialog"
      aria-label={several ? `${formatCount(spot.count)} ${words.many} here` : words.alone}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      className="absolute inset-x-3 bottom-3 z-[1000] flex max-h-[calc(100%-7.5rem)] max-w-md flex-col rounded-card border border-divider bg-raised shadow-overlay"
    >
      <div className="flex items-start justify-between gap-3 px-4 pt-3">
        <div className="min-w-0">
          {several && (
            <p className="font-semibold">
              {formatCount(spot.count)} {words.many} here
            </p>
          )}
          <p className="text-meta text-text-2">{where(shown)}</p>
        </div>
        <button
          type="button"
          onClick={close}
          className="-my-2 -mr-3 grid size-11 shrink-0 place-items-center rounded-control hover:bg-canvas"
        >
          <X aria-hidden className="size-4" />
          <span className="sr-only">Close</span>
        </button>
      </div>
      <div className="min-h-0 overflow-y-auto overscroll-contain px-4">
        {firms.isError && !shown && (
          <ErrorPanel
            what={`Couldn’t load the ${words.many} at this point`}
            error={firms.error}
            retry={() => void firms.refetch()}
          />
        )}
        {(firms.isPending || (isBehind && !firms.isError)) && (
          <div aria-hidden className="space-y-2 py-3">
            <SkeletonLine className="w-3/5" />
            <SkeletonLine className="w-2/5" />
            <SkeletonLine className="w-1/2" />
          </div>
        )}
        {shown?.length === 0 && (
          <p className="py-3 text-dense">The list has changed. There’s no longer anyone at this point.</p>
        )}
        <ul aria-label="At this point" className="divide-y divide-divider">
          {shown?.map(children)}
        </ul>
      </div>
      {several && (
        <div className="flex flex-wrap items-center justify-between gap-2 border-t border-divider px-4 py-2">
          <Button onClick={listThem}>List them</Button>
          {spot.count > firmsPerPage && (
            <div className="flex items-center gap-1">
              <TurnButton
                label={`Previous ${words.many}`}
                isOff={page === 0}
                turn={() => void turn(page - 1)}
              >
                <ChevronLeft aria-hidden className="size-5" />
              </TurnButton>
              <span className="text-dense tabular-nums">
                {formatCount(first)}–{formatCount(first + (shown?.length ?? firmsPerPage) - 1)} of{' '}
                {formatCount(spot.count)}
              </span>
              <TurnButton
                label={`Next ${words.many}`}
                isOff={!hasMore || firms.isFetchingNextPage}
                turn={() => void turn(page + 1)}
              >
                <ChevronRight aria-hidden className="size-5" />
              </TurnButton>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** A button that keeps the focus when there is nothing more to turn to. */
function TurnButton({
  label,
  isOff,
  turn,
  children,
}: {
  label: string;
  isOff: boolean;
  turn: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) turn();
      }}
      className="grid size-11 place-items-center rounded-control hover:bg-canvas aria-disabled:cursor-default aria-disabled:opacity-50"
    >
      {children}
    </button>
  );
}
