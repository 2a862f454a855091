import { BookmarkCheck, BookmarkPlus } from 'lucide-react';
import { useIsFollowed, useMayFollow } from './follow-queries.ts';
import { type Firm, useFollow } from './use-follow.ts';

/** Follows a license from its row in a list. The row is a link, so the button lies above it. */
export function FollowToggle({ firm }: { firm: Firm }) {
  const mayFollow = useMayFollow();
  const isFollowed = useIsFollowed(firm.licenseNumber);
  if (!mayFollow || isFollowed === undefined) return null;
  return <Toggle firm={firm} isFollowed={isFollowed} />;
}

/** A part of its own, so that a visitor's rows keep no mutations. */
function Toggle({ firm, isFollowed }: { firm: Firm; isFollowed: boolean }) {
  const { follow, unfollow } = useFollow(firm);
  const Icon = isFollowed ? BookmarkCheck : BookmarkPlus;
  return (
    <button
      type="button"
      aria-pressed={isFollowed}
      aria-label={`Follow ${firm.name}`}
      title={isFollowed ? 'Following' : 'Follow'}
      onClick={() => (isFollowed ? unfollow() : follow())}
      className="absolute top-1 right-1 z-10 inline-flex size-11 shrink-0 items-center justify-center rounded-control text-text-2 hover:bg-canvas hover:text-link aria-pressed:text-link"
    >
      <Icon aria-hidden className="size-5" />
    </button>
  );
}
