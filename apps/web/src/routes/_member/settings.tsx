import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '../../features/accounts/me.ts';
import { SettingsPage } from '../../features/accounts/settings-page.tsx';

export const Route = createFileRoute('/_member/settings')({
  component: function SettingsRoute() {
    const me = useMe();
    return me ? <SettingsPage me={me} /> : null;
  },
});
