import { SkeletonCard } from './skeleton.tsx';

/** Tells screen readers at once that something is loading, and shows a skeleton if it takes a while. */
export function Loading() {
  return (
    <div role="status" className="max-w-2xl space-y-3">
      <span className="sr-only">Loading…</span>
      <SkeletonCard />
      <SkeletonCard />
    </div>
  );
}
