import { dayWords } from '@namc/inputs/day-words';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../lib/api.ts';
import { plural } from '../../lib/formats.ts';
import { Notice } from '../../ui/notice.tsx';
import type { Me } from '../accounts/me.ts';
import { ContactWays } from '../settings/contact.tsx';

export type Membership = inferOutput<typeof api.memberships.findOwn>;
const warningDays = 60;

/** The warning for a membership that ends soon or has ended. Undefined if there is nothing to warn about. */
export function endingOf(membership: NonNullable<Membership>, status: Me['status']): string | undefined {
  const { daysLeft } = membership;
  if (status === 'LAPSED' || membership.status !== 'ACTIVE' || daysLeft < 0)
    return 'Your membership has lapsed';
  if (daysLeft > warningDays) return undefined;
  if (daysLeft === 0) return 'Your membership ends today';
  return `Your membership ends in ${daysLeft} ${plural(daysLeft, 'day')}`;
}

/** The member's tier and its last day, with a warning before it ends. */
export function MembershipSummary({ membership, me }: { membership: Membership; me: Me }) {
  if (!membership) return <p className="text-text-2">You don’t have a membership yet.</p>;
  const ending = endingOf(membership, me.status);
  const isOver = membership.daysLeft < 0;
  const facts = `${membership.tierName}, ${isOver ? 'ended' : 'through'} ${dayWords(membership.endsOn)}`;
  if (!ending) return <p className="rounded-card border border-divider bg-surface p-4">{facts}</p>;
  return (
    <Notice kind="warn" title={ending}>
      <p>
        {facts}. To renew, <ContactWays otherwise="reply to any email from us" />.
      </p>
    </Notice>
  );
}
