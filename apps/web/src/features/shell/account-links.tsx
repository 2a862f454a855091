import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useMe } from '../account/me.ts';

const AccountMenu = lazy(() => import('./account-menu.tsx').then((file) => ({ default: file.AccountMenu })));
const line =
  'flex min-h-11 items-center px-2 text-dense whitespace-nowrap hover:underline underline-offset-4';

/** The way in for a visitor; for everybody else their account. */
export function AccountLinks() {
  const me = useMe();
  if (me === undefined) return null;
  if (me === null) {
    return (
      <div className="flex items-center gap-1 lg:mt-6 lg:flex-col lg:items-stretch">
        <Link to="/sign-in" className={`${line} font-semibold text-link`}>
          Sign in
        </Link>
        <Link to="/join" className={`${line} hidden text-link sm:flex`}>
          Become a member
        </Link>
      </div>
    );
  }
  return (
    <div className="lg:mt-6">
      <Suspense>
        <AccountMenu me={me} />
      </Suspense>
    </div>
  );
}
