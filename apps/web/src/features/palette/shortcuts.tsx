import { useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { patiently } from '../../lib/connection.ts';
import { keepFocus } from '../../lib/lost-focus.ts';
import { listenForKeys } from '../../lib/shortcuts.ts';
import { openPalette, whenAsked } from './open-palette.ts';
import { holdTyping } from './typed-ahead.ts';

const Palette = lazy(patiently(() => import('./palette.tsx')));
const ShortcutHelp = lazy(patiently(() => import('./shortcut-help.tsx')));

/** The pages to which `g` and a letter lead people who are signed in. */
const places = { h: '/home', c: '/contractors', s: '/saved', n: '/notifications', a: '/admin' } as const;
const longestMs = 1_500;

/**
 * The keys that work on every page: Ctrl or ⌘ and K for the palette, `?` for help, `g` and a letter for a page, `j` and
 * `k` along the rows of a list. What they open loads when it is asked for.
 */
export default function Shortcuts({ goToSearch }: { goToSearch: () => void }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<'palette' | 'help'>();
  const close = () => setOpen(undefined);
  // Back leads to another page, on which the palette would be in the way.
  const pathname = useLocation({ select: (location) => location.pathname });
  const [openedAt, setOpenedAt] = useState(pathname);
  if (openedAt !== pathname) {
    setOpenedAt(pathname);
    setOpen(undefined);
  }
  const go = useEffectEvent((to: (typeof places)[keyof typeof places]) => void navigate({ to }));
  const search = useEffectEvent(goToSearch);
  useEffect(keepFocus, []);
  useEffect(
    () =>
      whenAsked(() => {
        holdTyping();
        setOpen('palette');
      }),
    [],
  );
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      if (event.shiftKey || event.altKey || document.querySelector('[data-modal]')) return;
      event.preventDefault();
      openPalette();
    };
    document.addEventListener('keydown', listener);
    // Says to programs that press keys that these are heard now.
    document.documentElement.dataset.keys = '';
    return () => document.removeEventListener('keydown', listener);
  }, []);
  useEffect(() => {
    let goAt = Number.NEGATIVE_INFINITY;
    return listenForKeys((letter) => {
      const isSecond = performance.now() - goAt < longestMs;
      goAt = letter === 'g' ? performance.now() : Number.NEGATIVE_INFINITY;
      if (isSecond && letter in places) go(places[letter as keyof typeof places]);
      else if (letter === '/') search();
      else if (letter === '?') setOpen('help');
      else if (letter === 'j' || letter === 'k') return moveAlongRows(letter === 'j' ? 1 : -1);
      else return letter === 'g';
      return true;
    });
  }, []);
  return (
    <Suspense>
      {open === 'palette' && <Palette close={close} showHelp={() => setOpen('help')} />}
      {open === 'help' && <ShortcutHelp close={close} />}
    </Suspense>
  );
}

/** Focuses the link of the next or previous row of the list on the page. */
function moveAlongRows(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-rows] > *')];
  const links = rows.flatMap((row) => row.querySelector<HTMLElement>('a[href]') ?? []);
  const at = links.findIndex((link) => link.closest('[data-rows] > *')?.contains(document.activeElement));
  const next = links[at === -1 ? (step === 1 ? 0 : links.length - 1) : at + step];
  next?.focus();
  return next !== undefined;
}
