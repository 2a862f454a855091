import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { toast } from '../../ui/toasts.ts';
import { beginLeaving } from '../accounts/lost-session.ts';
import { type Me, resetForNewSession } from '../accounts/me.ts';

// The mark comes after the page, which has its place.
const InitialsMark = lazy(
  patiently(() => import('../../ui/initials-mark.tsx').then((file) => ({ default: file.InitialsMark }))),
);

/** The initials of the person who is signed in. */
export function OwnMark({ me }: { me: Me }) {
  return (
    <span className="flex size-9 shrink-0">
      <Suspense>
        <InitialsMark name={`${me.firstName} ${me.lastName}`} of="person" />
      </Suspense>
    </span>
  );
}

const line = 'flex min-h-11 items-center px-2 text-dense hover:underline underline-offset-4';

/** The links of the account: settings, staff pages, signing out. */
export function AccountMenu({
  me,
  hasAll = false,
  leave,
}: {
  me: Me;
  /** Adds the links to Help and the staff pages, for layouts that show them nowhere else. */
  hasAll?: boolean;
  /** Runs when a person follows a link. */
  leave?: () => void;
}) {
  const navigate = useNavigate();
  const signOut = useSingleMutation(
    api.signIn.signOut.mutationOptions({
      onMutate: beginLeaving,
      onSuccess: () => toast('You’re signed out.'),
      onSettled: () => resetForNewSession(() => navigate({ to: '/' })),
    }),
  );
  return (
    <div>
      <div className="flex items-center gap-3 px-2 pb-2 text-dense text-text-2">
        <OwnMark me={me} />
        <p className="min-w-0">
          <span className="font-semibold text-text">
            {me.firstName} {me.lastName}
          </span>
          <br />
          {me.email}
        </p>
      </div>
      <ul>
        {hasAll && me.permissions.length > 0 && (
          <li>
            <Link to="/admin" onClick={leave} className={`${line} font-semibold`}>
              Staff pages
            </Link>
          </li>
        )}
        {(me.status === 'PENDING' || me.status === 'DECLINED') && (
          <li>
            <Link to="/application" onClick={leave} className={line}>
              My application
            </Link>
          </li>
        )}
        <li>
          <Link to="/membership" onClick={leave} className={line}>
            Your membership
          </Link>
        </li>
        {hasAll && (
          <li>
            <Link to="/directory" onClick={leave} className={line}>
              Directory
            </Link>
          </li>
        )}
        {hasAll && (
          <li>
            <Link to="/company" onClick={leave} className={line}>
              Your company
            </Link>
          </li>
        )}
        <li>
          <Link to="/settings" onClick={leave} className={line}>
            Account settings
          </Link>
        </li>
        {hasAll && (
          <li>
            <Link to="/about-the-data" onClick={leave} className={line}>
              Help
            </Link>
          </li>
        )}
        <li>
          <button
            type="button"
            aria-disabled={signOut.isPending}
            className={`${line} w-full text-left`}
            onClick={() => signOut.mutate()}
          >
            Sign out
          </button>
        </li>
      </ul>
    </div>
  );
}
