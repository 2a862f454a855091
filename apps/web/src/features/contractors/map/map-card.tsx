import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatCount } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { MemberBadge } from '../contractor-row.tsx';
import type { ChangeSearch } from '../use-contractor-search.ts';
import type { MapSpot } from './markers.ts';

const mostNamed = 6;

/** The contractors at a point: one, or several that share a ZIP code. */
export function MapCard({ spot, close, change }: { spot: MapSpot; close: () => void; change: ChangeSearch }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const contractors = spot.features.filter((feature) => feature.kind === 'contractor');
  const [first] = spot.features;
  return (
    <div
      ref={box}
      role="dialog"
      aria-label={spot.count === 1 ? 'Contractor on the map' : `${formatCount(spot.count)} contractors here`}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      className="absolute inset-x-3 bottom-3 z-[1000] max-w-md rounded-card border border-divider bg-raised p-4 shadow-overlay"
    >
      <div className="flex items-start justify-between gap-3">
        {spot.count > 1 && <p className="font-semibold">{formatCount(spot.count)} contractors here</p>}
        <ul className="min-w-0 flex-1 space-y-1">
          {contractors.length === spot.count &&
            contractors.slice(0, mostNamed).map((contractor) => (
              <li key={contractor.id}>
                <Link
                  to="/contractors/$license"
                  params={{ license: contractor.licenseNumber }}
                  className="inline-block min-h-6 font-semibold text-link underline-offset-4 hover:underline"
                >
                  {contractor.name}
                </Link>{' '}
                {contractor.isNamcMember && <MemberBadge />}
              </li>
            ))}
        </ul>
        <button
          type="button"
          onClick={close}
          className="-m-2 grid size-11 shrink-0 place-items-center rounded-control hover:bg-canvas"
        >
          <X aria-hidden className="size-4" />
          <span className="sr-only">Close</span>
        </button>
      </div>
      <p className="mt-1 text-meta text-text-2">Approximate location: the center of a ZIP code.</p>
      {spot.count > 1 && first && (
        <Button
          className="mt-3"
          onClick={() =>
            change({
              near: `${first.latitude.toFixed(4)},${first.longitude.toFixed(4)}`,
              miles: 1,
              view: 'list',
            })
          }
        >
          List them
        </Button>
      )}
    </div>
  );
}
