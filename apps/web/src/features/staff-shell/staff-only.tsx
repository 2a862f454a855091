import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { patiently } from '../../lib/connection.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { CodeDialog, CodeForm } from '../accounts/code-form.tsx';
import { type Me, useMe } from '../accounts/me.ts';
import { Shell } from '../shell/shell.tsx';
import { StaffShell } from './staff-shell.tsx';

const NotIncluded = lazy(
  patiently(() => import('./not-included.tsx').then((file) => ({ default: file.NotIncluded }))),
);

/**
 * Shows staff pages to staff who gave a code, and tells others what is missing. A page that is open stays when the code
 * becomes too old: its next request asks for another one.
 */
export function StaffOnly({ children }: { children: ReactNode }) {
  const me = useMe();
  const [isOpen, setIsOpen] = useState(false);
  if (!me) return null;
  if (me.permissions.length === 0) {
    return (
      <Shell>
        <div className="max-w-[70ch] space-y-4">
          <PageHeading title="Staff only" />
          <p>Your account doesn’t have access to this page. If you need it, ask an administrator.</p>
          <Link to="/home" className={buttonClass('primary')}>
            Go to your home page
          </Link>
        </div>
      </Shell>
    );
  }
  if (me.hasGivenSecondFactor && !isOpen) setIsOpen(true);
  const mayOpen = me.hasTwoFactor && (isOpen || me.hasGivenSecondFactor);
  return (
    <StaffShell me={me}>
      {mayOpen ? children : <SecondStepFirst me={me} />}
      <CodeDialog />
    </StaffShell>
  );
}

function SecondStepFirst({ me }: { me: Me }) {
  if (me.hasTwoFactor) {
    return (
      <div className="space-y-4">
        <PageHeading title="Enter a code again" />
        <CodeForm done={() => undefined} />
      </div>
    );
  }
  return (
    <div className="space-y-6">
      <PageHeading title="One more step" />
      <Notice kind="info" title="Staff need two-step sign-in">
        <p>Set it up in your settings. It takes a minute and an authenticator app.</p>
        <Link to="/settings" className={buttonClass('primary')}>
          Set up
        </Link>
      </Notice>
    </div>
  );
}

/** Shows a page to staff with the permission, or with the other one that is enough, and tells others what is missing and who can give it. */
export function Need({
  permission,
  or,
  children,
}: {
  permission: Me['permissions'][number];
  or?: Me['permissions'][number];
  children: ReactNode;
}) {
  const me = useMe();
  if (me?.permissions.some((held) => held === permission || held === or)) return children;
  return (
    <Suspense>
      <NotIncluded permission={permission} />
    </Suspense>
  );
}
