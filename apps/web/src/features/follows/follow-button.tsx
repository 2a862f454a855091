import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { BookmarkCheck, BookmarkPlus } from 'lucide-react';
import { Button, buttonClass } from '../../ui/button.tsx';
import { focusPageHeading } from '../../ui/page-heading.tsx';
import { useSignedIn } from '../accounts/me.ts';
import { useIsFollowed, useMayFollow } from './follow-queries.ts';
import { type Firm, useFollow } from './use-follow.ts';

/** In the address of a visitor who comes back after signing in. */
const wish = 'follow';

/** Follows a license and ends that. A visitor signs in first, comes back, and is asked once more. */
export function FollowButton({ firm }: { firm: Firm }) {
  const me = useSignedIn();
  const mayFollow = useMayFollow();
  const { href } = useLocation();
  const isFollowed = useIsFollowed(firm.licenseNumber);
  const { follow, unfollow } = useFollow(firm);
  if (!me) {
    return (
      <Link
        to="/sign-in"
        search={{ next: `${href.replace(/#.*/, '')}#${wish}` }}
        // While the portal finds out who is here, the link keeps its place.
        className={buttonClass('secondary', me === undefined ? 'invisible' : '')}
      >
        <BookmarkPlus aria-hidden className="size-4" />
        <span>
          Sign in to follow<span className="sr-only"> {firm.name}</span>
        </span>
      </Link>
    );
  }
  if (!mayFollow) return null;
  const Icon = isFollowed ? BookmarkCheck : BookmarkPlus;
  return (
    <Button
      aria-pressed={isFollowed ?? false}
      onClick={() => (isFollowed ? unfollow() : follow())}
      className="aria-pressed:border-link aria-pressed:bg-info-tint aria-pressed:text-link"
    >
      <Icon aria-hidden className="size-4" />
      <span>
        {isFollowed ? 'Following' : 'Follow'}
        <span className="sr-only"> {firm.name}</span>
      </span>
    </Button>
  );
}

/** Offers what a visitor wished for before signing in. */
export function FollowOffer({ firm }: { firm: Firm }) {
  const location = useLocation();
  const navigate = useNavigate();
  const isFollowed = useIsFollowed(firm.licenseNumber);
  const { follow } = useFollow(firm);
  if (location.hash !== wish || isFollowed !== false) return null;
  const forget = () => {
    void navigate({ to: '.', hash: '', search: true, replace: true, resetScroll: false });
    focusPageHeading();
  };
  return (
    <section
      aria-label="Follow this license"
      className="flex max-w-2xl flex-wrap items-center justify-between gap-3 rounded-card border border-info bg-info-tint p-4"
    >
      <p>
        You’re signed in. Follow <strong>{firm.name}</strong>? When its license changes, we’ll tell you here
        and by email.
      </p>
      <div className="flex gap-2">
        <Button
          look="primary"
          onClick={() => {
            follow();
            forget();
          }}
        >
          Follow it
        </Button>
        <Button onClick={forget}>Not now</Button>
      </div>
    </section>
  );
}
