import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { focusPageHeading } from './page-heading.tsx';

/**
 * Focuses the heading of each new page, so that a screen reader reads it once. Back puts the focus on the link that led
 * away, if the page shows it: the page is scrolled to that link, too.
 */
export function useFocusOnNewPage(): void {
  const router = useRouter();
  useEffect(() => {
    let isBack = false;
    const stopHistory = router.history.subscribe(({ action }) => {
      isBack = action.type === 'BACK' || action.type === 'GO';
    });
    const stopRendered = router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
      if (!pathChanged || !fromLocation) return;
      const ledAway = isBack && linkTo(fromLocation.pathname);
      if (ledAway) ledAway.focus({ preventScroll: true });
      else focusPageHeading();
    });
    return () => {
      stopHistory();
      stopRendered();
    };
  }, [router]);
}

const linkTo = (path: string) =>
  [...document.querySelectorAll<HTMLAnchorElement>('main a[href]')].find(({ pathname }) => pathname === path);
