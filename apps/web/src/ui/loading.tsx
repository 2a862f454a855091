import { SkeletonCard } from './skeleton.tsx';

/** Something is on its way: said at once to who listens, shown to who looks when it takes a while. */
export function Loading() {
  return (
    <div role="status" className="max-w-2xl space-y-3">
      <span className="sr-only">Loading…</span>
      <SkeletonCard />
      <SkeletonCard />
    </div>
  );
}
