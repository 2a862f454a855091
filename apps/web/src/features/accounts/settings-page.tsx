import { lazy, Suspense } from 'react';
import { patiently } from '../../lib/connection.ts';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import type { Me } from './me.ts';
import { Profile } from './profile.tsx';
import { Sessions } from './sessions.tsx';
import { Change, SettingsSection } from './settings-section.tsx';
import { TwoFactorSettings } from './two-factor-settings.tsx';

/** Few people have this part. */
const AlertNotices = lazy(patiently(() => import('./alert-notices.tsx')));

const PasswordForm = lazy(patiently(() => import('./password-form.tsx')));
const EmailForm = lazy(patiently(() => import('./email-form.tsx')));
// The last part of the page.
const OwnData = lazy(patiently(() => import('./own-data.tsx')));
const WaitingEmail = lazy(patiently(() => import('./waiting-email.tsx')));

/** The facts of an account, each with the way to change it. */
export function SettingsPage({ me }: { me: Me }) {
  return (
    <div className="space-y-8">
      <PageHeading title="Account settings" />
      <Profile me={me} />
      <Email me={me} />
      <SettingsSection
        title="Password"
        change={
          <Change
            what="your password"
            form={(close) => (
              <Suspense fallback={<Loading />}>
                <PasswordForm done={close} />
              </Suspense>
            )}
          />
        }
      >
        <p>Your password is set. Changing it signs you out on your other devices.</p>
      </SettingsSection>
      <TwoFactorSettings me={me} />
      <Sessions />
      {me.permissions.includes('health.read') && (
        <Suspense>
          <AlertNotices />
        </Suspense>
      )}
      <Suspense>
        <OwnData />
      </Suspense>
    </div>
  );
}

function Email({ me }: { me: Me }) {
  return (
    <SettingsSection
      title="Email address"
      change={
        <Change
          what="your email address"
          form={(close) => (
            <Suspense fallback={<Loading />}>
              <EmailForm done={close} />
            </Suspense>
          )}
        />
      }
    >
      <p className="break-words">{me.email}</p>
      <Suspense>
        <WaitingEmail />
      </Suspense>
    </SettingsSection>
  );
}
