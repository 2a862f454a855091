import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '../../../features/accounts/me.ts';
import { MembershipPage } from '../../../features/memberships/membership-page.tsx';

export const Route = createFileRoute('/_member/membership/')({
  component: function MembershipRoute() {
    const me = useMe();
    return me ? <MembershipPage me={me} /> : null;
  },
});
