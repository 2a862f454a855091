import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { BookmarkPlus } from 'lucide-react';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useMay, useSignedIn } from '../accounts/me.ts';

/** In the address of a visitor who comes back after signing in. */
const wish = 'save';

/** Saves the search on the screen under a name, by the form of its subject, whose code loads with the first dialog. */
export function SaveSearch({ form }: { form: (close: () => void) => ReactNode }) {
  const me = useSignedIn();
  const { href, hash } = useLocation();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const isActive = useMay('FOLLOW');
  useEffect(() => {
    if (isActive && hash === wish) setOpen(true);
  }, [isActive, hash]);
  const label = (
    <>
      <BookmarkPlus aria-hidden className="size-4" />
      Save<span className="sr-only"> this search</span>
    </>
  );
  if (me === null) {
    return (
      <Link
        to="/sign-in"
        search={{ next: `${href.replace(/#.*/, '')}#${wish}` }}
        className={buttonClass('secondary')}
      >
        {label}
      </Link>
    );
  }
  // While the portal finds out who is here, the button keeps its place.
  if (me === undefined) return <Button className="invisible">{label}</Button>;
  if (!isActive) return null;
  const close = () => {
    setOpen(false);
    // The wish is met: a reload, the way back, or a copy of the address must not open the dialog again.
    if (hash === wish) navigate({ to: '.', search: true, hash: '', replace: true, resetScroll: false });
  };
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog title="Save this search" isOpen={isOpen} close={close}>
        <Suspense>{form(close)}</Suspense>
      </Dialog>
    </>
  );
}
