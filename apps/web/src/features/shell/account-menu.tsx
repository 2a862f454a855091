import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { Popover } from '../../ui/popover.tsx';
import { type Me, startAnew } from '../account/me.ts';

const line = 'flex min-h-11 items-center px-2 text-dense hover:underline underline-offset-4';

/** What somebody who is signed in can do about it; loaded for them alone. */
export function AccountMenu({ me }: { me: Me }) {
  return (
    <Popover label={me.firstName} opensLeft>
      <Menu me={me} />
    </Popover>
  );
}

function Menu({ me }: { me: Me }) {
  const navigate = useNavigate();
  const signOut = useMutation(
    api.accounts.signOut.mutationOptions({
      onSettled: async () => {
        await startAnew();
        await navigate({ to: '/' });
      },
    }),
  );
  return (
    <div>
      <p className="px-2 pb-2 text-dense text-text-2">
        {me.firstName} {me.lastName}
        <br />
        {me.email}
      </p>
      <ul>
        {me.permissions.length > 0 && (
          <li>
            <Link to="/admin" className={`${line} font-semibold`}>
              Staff pages
            </Link>
          </li>
        )}
        {me.status !== 'ACTIVE' && (
          <li>
            <Link to="/application" className={line}>
              My application
            </Link>
          </li>
        )}
        <li>
          <Link to="/settings" className={line}>
            Account settings
          </Link>
        </li>
        <li>
          <button type="button" className={`${line} w-full text-left`} onClick={() => signOut.mutate()}>
            Sign out
          </button>
        </li>
      </ul>
    </div>
  );
}
