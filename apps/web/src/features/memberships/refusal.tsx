import type { StandingAct } from '@namc/inputs/standing-rules';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { useSignedIn } from '../accounts/me.ts';

export const ownRulesQuery = () => api.standingRules.listOwn.queryOptions(undefined, { staleTime: 0 });

/** The reason for which the person may not do something today, with the way to renew. Nothing while it is allowed, and for a visitor. */
export function Refusal({ act }: { act: StandingAct }) {
  const me = useSignedIn();
  const isRefused = me ? !me.acts.includes(act) : false;
  const { data } = useQuery({ ...ownRulesQuery(), enabled: isRefused });
  const reason = isRefused && data?.find((rule) => rule.act === act)?.reason;
  if (!reason) return null;
  return (
    <p className="max-w-[70ch] print:hidden">
      {reason}{' '}
      <Link to="/membership" className="text-link underline underline-offset-4">
        See your membership
      </Link>
    </p>
  );
}
