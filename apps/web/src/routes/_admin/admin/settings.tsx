import { createFileRoute } from '@tanstack/react-router';
import { SettingsPage } from '../../../features/settings/staff/settings-page.tsx';
import { Need } from '../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/settings')({
  component: () => (
    <Need permission="settings.manage">
      <SettingsPage />
    </Need>
  ),
});
