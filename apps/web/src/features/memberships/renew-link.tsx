import { Link } from '@tanstack/react-router';
import { useSignedIn } from '../accounts/me.ts';

/** The way to renew, for a lapsed member who reads that something is for active members. Nothing for everybody else. */
export function RenewLink() {
  if (useSignedIn()?.standing !== 'LAPSED') return null;
  return (
    <>
      {' '}
      <Link to="/membership" className="text-link underline underline-offset-4">
        Renew your membership
      </Link>
    </>
  );
}
