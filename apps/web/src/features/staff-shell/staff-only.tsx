import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { type Me, useMe } from '../accounts/me.ts';
import { StaffShell } from './staff-shell.tsx';

/** Shows staff pages to staff who gave their second factor, and tells others what is missing. */
export function StaffOnly({ children }: { children: ReactNode }) {
  const me = useMe();
  if (!me) return null;
  if (me.permissions.length === 0) {
    return (
      <main className="space-y-4 p-6">
        <PageHeading title="Staff only" />
        <p>Your account doesn’t have access to this page. If you need it, ask an administrator.</p>
        <Link to="/home" className={buttonClass()}>
          Back to the portal
        </Link>
      </main>
    );
  }
  return <StaffShell me={me}>{me.hasGivenSecondFactor ? children : <SecondStepFirst me={me} />}</StaffShell>;
}

function SecondStepFirst({ me }: { me: Me }) {
  return (
    <div className="space-y-6">
      <PageHeading title="One more step" />
      <Notice kind="info" title="Staff need two-step sign-in">
        <p>
          {me.hasTwoFactor
            ? 'Two-step sign-in is on. Sign in again with a code from your authenticator app.'
            : 'Set it up in your settings. It takes a minute and an authenticator app.'}
        </p>
        {me.hasTwoFactor ? (
          <Link to="/sign-in" search={{ next: '/admin' }} className={buttonClass('primary')}>
            Sign in again
          </Link>
        ) : (
          <Link to="/settings" className={buttonClass('primary')}>
            Set up
          </Link>
        )}
      </Notice>
    </div>
  );
}

/** Shows a page to staff with the permission, and names the permission to others. */
export function Need({
  permission,
  children,
}: {
  permission: Me['permissions'][number];
  children: ReactNode;
}) {
  const me = useMe();
  if (me?.permissions.includes(permission)) return children;
  return (
    <div className="space-y-4">
      <PageHeading title="Your role doesn’t include this page" />
      <p>This page needs the permission “{permission}”. An administrator can assign a role that has it.</p>
    </div>
  );
}
