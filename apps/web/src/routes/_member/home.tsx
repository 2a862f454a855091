import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '../../features/accounts/me.ts';
import { MemberHomePage } from '../../features/home/member-home-page.tsx';

export const Route = createFileRoute('/_member/home')({
  component: function HomeRoute() {
    const me = useMe();
    return me ? <MemberHomePage me={me} /> : null;
  },
});
