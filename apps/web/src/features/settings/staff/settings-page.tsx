import { PageHeading } from '../../../ui/page-heading.tsx';
import { AddressSetting } from './address-setting.tsx';
import { ContactSetting } from './contact-setting.tsx';
import { PaymentSetting } from './payment-setting.tsx';

/** The decisions of staff for the whole portal. */
export function SettingsPage() {
  return (
    <div className="space-y-8">
      <PageHeading title="Portal settings" />
      <ContactSetting />
      <PaymentSetting />
      <AddressSetting />
    </div>
  );
}
