/** A gray bar where text will stand. It appears only after 200 ms, so that a quick answer never flickers. */
export function SkeletonLine({ className = '' }: { className?: string }) {
  return <span aria-hidden className={`block h-4 animate-appear rounded-control bg-divider ${className}`} />;
}

/** The frame of a card that is loading. */
export function SkeletonCard({ className = '' }: { className?: string }) {
  return (
    <div
      aria-hidden
      className={`animate-appear rounded-card border border-divider bg-surface p-4 ${className}`}
    >
      <SkeletonLine className="w-1/3" />
    </div>
  );
}

/** Shows that the rows on the screen are being refreshed. */
export function ThinBar({ busy }: { busy: boolean }) {
  return (
    <div aria-hidden className="h-0.5 overflow-hidden">
      {busy && (
        <div className="h-full animate-appear">
          <div className="h-full w-1/3 animate-slide bg-link" />
        </div>
      )}
    </div>
  );
}
