import { Link } from '@tanstack/react-router';
import { BadgeCheck } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { useSignedIn } from '../../accounts/me.ts';
import type { License } from '../contractor.ts';

// Only staff invite.
const Invitation = lazy(patiently(() => import('./invitation.tsx')));

/** Tells members which record is their own firm's, asks visitors whether it is theirs, and lets staff invite the firm. */
export function OwnFirm({ license }: { license: License }) {
  const me = useSignedIn();
  const { licenseNumber, isOwn, isNamcMember } = license;
  if (isOwn) {
    return (
      <p className="flex items-center gap-2 font-semibold text-info">
        <BadgeCheck aria-hidden className="size-5 shrink-0" />
        This is your firm.
      </p>
    );
  }
  if (me?.permissions.includes('members.read') && !isNamcMember) {
    return (
      <Suspense fallback={<p className="h-8" />}>
        <Invitation firm={license} />
      </Suspense>
    );
  }
  if (me !== null) return null;
  const link = 'inline-block min-h-6 font-semibold text-link underline underline-offset-4';
  return (
    <p className="text-dense print:hidden">
      Is this your firm?{' '}
      {isNamcMember ? (
        <Link to="/sign-in" search={{ next: `/contractors/${licenseNumber}` }} className={link}>
          Sign in
        </Link>
      ) : (
        <Link to="/join" search={{ license: licenseNumber }} className={link}>
          Join NAMC NorCal with this license
        </Link>
      )}
    </p>
  );
}
