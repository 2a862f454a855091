import { Link, useNavigate } from '@tanstack/react-router';
import { CircleHelp, HardHat, House } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { listenForShortcut } from '../../lib/shortcuts.ts';
import { Announcer } from '../../ui/announcer.tsx';
import { SkipLink } from '../../ui/skip-link.tsx';
import { useFocusOnNewPage } from '../../ui/use-focus-on-new-page.ts';
import { AccountLinks } from './account-links.tsx';
import { DataDate } from './data-date.tsx';

const places = [
  { to: '/', label: 'Home', Icon: House },
  { to: '/contractors', label: 'Contractors', Icon: HardHat },
  { to: '/about-the-data', label: 'Help', Icon: CircleHelp },
] as const;

/** What stands around every public page: the way to the others, and what the data is worth. */
export function Shell({ children }: { children: ReactNode }) {
  useFocusOnNewPage();
  useSearchShortcut();
  return (
    <Announcer>
      <SkipLink />
      <div className="min-h-dvh lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
        <header className="border-b border-divider bg-surface lg:border-r lg:border-b-0">
          <div className="flex items-center justify-between gap-2 px-4 lg:sticky lg:top-0 lg:flex-col lg:items-stretch lg:px-3 lg:py-5">
            <Link
              to="/"
              className="inline-flex min-h-11 shrink-0 items-center gap-2 font-semibold tracking-tight lg:px-2 lg:pb-4"
            >
              <Emblem />
              <span className="max-[26rem]:sr-only">NAMC NorCal</span>
            </Link>
            <nav aria-label="Portal">
              <ul className="flex lg:flex-col lg:gap-1">
                {places.map(({ to, label, Icon }) => (
                  <li key={to} className={to === '/' ? 'hidden lg:block' : undefined}>
                    <Link
                      to={to}
                      activeOptions={{ exact: to === '/', includeSearch: false }}
                      className="flex min-h-12 items-center gap-2.5 border-b-2 border-transparent px-2.5 text-dense text-text-2 hover:text-text lg:min-h-10 lg:rounded-control lg:border-b-0 lg:hover:bg-canvas"
                      activeProps={{
                        className: 'border-link! font-semibold text-text! lg:bg-info-tint',
                      }}
                    >
                      <Icon aria-hidden className="hidden size-4.5 lg:block" />
                      {label}
                    </Link>
                  </li>
                ))}
              </ul>
            </nav>
            <AccountLinks />
          </div>
        </header>
        <div className="flex min-w-0 flex-col">
          <main
            id="content"
            tabIndex={-1}
            className="w-full max-w-[100rem] flex-1 px-4 py-6 focus:outline-none lg:px-8"
          >
            {children}
          </main>
          <footer className="border-t border-divider px-4 py-4 text-dense text-text-2 lg:px-8">
            <p>
              <DataDate />{' '}
              <Link to="/about-the-data" className="text-link underline underline-offset-4">
                Where the data comes from
              </Link>
            </p>
          </footer>
        </div>
      </div>
    </Announcer>
  );
}

function Emblem() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7">
      <rect width="32" height="32" rx="7" fill="var(--brand)" />
      <path d="M8 24V8h3.6l8.5 10.6V8H24v16h-3.6L11.9 13.4V24z" fill="var(--on-brand)" />
    </svg>
  );
}

/** `/` goes to the search field of the page, or to the page that has one. */
function useSearchShortcut(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const field = () => document.querySelector<HTMLInputElement>('[data-search-field]');
    return listenForShortcut('/', async () => {
      if (!field()) await navigate({ to: '/contractors' });
      requestAnimationFrame(() => field()?.focus());
    });
  }, [navigate]);
}
