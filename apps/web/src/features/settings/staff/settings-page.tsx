import { PageHeading } from '../../../ui/page-heading.tsx';
import { AddressSetting } from './address-setting.tsx';

/** What staff decide for the whole portal. */
export function SettingsPage() {
  return (
    <div className="space-y-8">
      <PageHeading title="Portal settings" />
      <AddressSetting />
    </div>
  );
}
