import type { ContractorFilters } from '@namc/inputs/contractors';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { BookmarkPlus } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { patiently } from '../../lib/connection.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useSignedIn } from '../accounts/me.ts';

const SaveSearchForm = lazy(patiently(() => import('./save-search-form.tsx')));

/** In the address of a visitor who comes back after signing in. */
const wish = 'save';

/**
 * Saves the search on the screen under a name. `words` are its filters in words, from which the name is suggested; `leftOut` are
 * typed words that it does not search for.
 */
export function SaveSearch({
  filters,
  words,
  leftOut,
}: {
  filters: ContractorFilters;
  words: string[];
  leftOut: string[];
}) {
  const me = useSignedIn();
  const { href, hash } = useLocation();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const isActive = me?.status === 'ACTIVE';
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
        <Suspense>
          <SaveSearchForm filters={filters} words={words} leftOut={leftOut} done={close} />
        </Suspense>
      </Dialog>
    </>
  );
}
