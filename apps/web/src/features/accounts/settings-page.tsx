import { PageHeading } from '../../ui/page-heading.tsx';
import type { Me } from './me.ts';
import { DevicesSection } from './settings/devices-section.tsx';
import { EmailSection } from './settings/email-section.tsx';
import { OwnDataSection } from './settings/own-data-section.tsx';
import { PasswordSection } from './settings/password-section.tsx';
import { TwoFactorSection } from './settings/two-factor-section.tsx';

export function SettingsPage({ me }: { me: Me }) {
  return (
    <div className="space-y-10">
      <PageHeading title="Account settings" />
      <PasswordSection />
      <EmailSection me={me} />
      <TwoFactorSection me={me} />
      <DevicesSection />
      <OwnDataSection />
    </div>
  );
}
