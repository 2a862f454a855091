import { dayWords } from '@namc/inputs/day-words';
import { Link } from '@tanstack/react-router';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Membership } from '../memberships/membership-queries.ts';
import { endingOf } from '../memberships/standing-words.ts';

/** The member's tier and its last day, with a warning before it ends. */
export function MembershipSummary({ membership }: { membership: Membership | null }) {
  if (!membership) return <p className="text-text-2">You don’t have a membership yet.</p>;
  const { tierName, daysLeft, endsOn, standing, graceEndsOn, coveredBy } = membership;
  const ending = endingOf(membership);
  const facts = coveredBy
    ? `Covered by the membership of ${coveredBy}`
    : `${tierName}, ${daysLeft < 0 ? 'ended' : 'through'} ${dayWords(endsOn)}`;
  const more = (
    <Link
      to="/membership"
      className="inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-6"
    >
      See your membership
    </Link>
  );
  if (!ending)
    return (
      <div className="rounded-card border border-divider bg-surface p-4">
        <p>{facts}</p>
        {more}
      </div>
    );
  return (
    <Notice kind="warn" title={ending}>
      <p>
        {facts}.{standing === 'GRACE' && ` You can renew without a gap through ${dayWords(graceEndsOn)}.`}
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-4">
        <Link to="/membership/pay" className={buttonClass('primary')}>
          Pay your dues
        </Link>
        {more}
      </div>
    </Notice>
  );
}
