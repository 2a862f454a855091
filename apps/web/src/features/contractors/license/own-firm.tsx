import { Link } from '@tanstack/react-router';
import { BadgeCheck } from 'lucide-react';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { useSignedIn } from '../../accounts/me.ts';
import type { License } from '../contractor.ts';

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
  if (me?.permissions.includes('members.read') && !isNamcMember) return <Invitation license={license} />;
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

/** A letter for the mail program of staff, and its link alone. The board's file has no email address. */
function Invitation({ license: { licenseNumber, name } }: { license: License }) {
  const address = `${window.location.origin}/join?license=${licenseNumber}`;
  const body = `Hello,\n\nWe’d like to invite ${name} to join NAMC NorCal, the Northern California chapter of the National Association of Minority Contractors. This link begins the application with your license ${licenseNumber}:\n\n${address}\n`;
  const letter = new URLSearchParams({ subject: 'An invitation to join NAMC NorCal', body });
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-dense print:hidden">
      <a
        // Mail programs read a plus as a plus.
        href={`mailto:?${letter.toString().replaceAll('+', '%20')}`}
        className="inline-flex min-h-8 items-center font-semibold text-link underline underline-offset-4"
      >
        Invite to join by email
      </a>
      <CopyButton text={address} what="Invitation link" />
    </p>
  );
}
