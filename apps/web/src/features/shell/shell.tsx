import { Link, lazyRouteComponent } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { patiently, patientlyWithPage } from '../../lib/connection.ts';
import { Announcer } from '../../ui/announcer.tsx';
import { OfflineLine } from '../../ui/offline-line.tsx';
import { SkipLink } from '../../ui/skip-link.tsx';
import { useFocusOnNewPage } from '../../ui/use-focus-on-new-page.ts';
import { useSignedIn } from '../accounts/me.ts';
import { ContactLines } from '../settings/contact.tsx';
import { LostSessionCover } from '../sign-in/lost-session-cover.tsx';
import { DataDate } from './data-date.tsx';
import { useGoToSearch } from './use-go-to-search.ts';
import { VisitorHeader } from './visitor-header.tsx';

const loadMemberShell = patientlyWithPage(() => import('./member-shell.tsx'));
// Visitors never load these. Once loaded, they show at once: an empty moment would move the page.
const MemberHeader = lazyRouteComponent(loadMemberShell, 'MemberHeader');
const MemberBar = lazyRouteComponent(loadMemberShell, 'MemberBar');

// The keys come after the page.
const Shortcuts = lazy(patiently(() => import('../palette/shortcuts.tsx')));

/** Loads the frame of the pages for people who are signed in. */
export const loadMemberFrame = () => Promise.all([MemberHeader.preload?.(), MemberBar.preload?.()]);

/** The frame of every page except those of staff: navigation, and a note about the data. */
export function Shell({ children }: { children: ReactNode }) {
  const me = useSignedIn();
  useFocusOnNewPage();
  const goToSearch = useGoToSearch();
  return (
    <Announcer>
      <SkipLink />
      <LostSessionCover />
      <Suspense>
        <Shortcuts goToSearch={goToSearch} />
      </Suspense>
      <div
        className={`min-h-dvh lg:grid lg:grid-cols-[13rem_minmax(0,1fr)] print:block ${
          me ? 'max-lg:pb-[calc(3.5rem+env(safe-area-inset-bottom))]' : ''
        }`}
      >
        <header className="print:hidden min-h-12 border-b border-divider bg-surface lg:border-r lg:border-b-0">
          {me ? (
            <Suspense>
              <MemberHeader me={me} />
            </Suspense>
          ) : (
            <VisitorHeader isVisitor={me === null} />
          )}
        </header>
        <div className="flex min-w-0 flex-col">
          <OfflineLine />
          <main
            id="content"
            tabIndex={-1}
            // The footer begins below the first screen, so that a page that is loading does not push it down.
            className="min-h-dvh w-full max-w-[100rem] flex-1 px-4 py-6 focus:outline-none lg:px-8 print:min-h-0 print:p-0"
          >
            {children}
          </main>
          <footer className="print:hidden space-y-1 border-t border-divider px-4 py-4 text-dense text-text-2 lg:px-8">
            <ContactLines />
            <p>National Association of Minority Contractors, Northern California</p>
            {!me && (
              <p>
                <Link to="/directory" className="text-link underline underline-offset-4">
                  Directory of member firms
                </Link>
                {' · '}
                <Link to="/projects" className="text-link underline underline-offset-4">
                  Projects open for bids
                </Link>
              </p>
            )}
            <p>
              <DataDate />{' '}
              <Link to="/about-the-data" className="text-link underline underline-offset-4">
                Where the data comes from
              </Link>
            </p>
          </footer>
        </div>
      </div>
      {me && (
        <Suspense>
          <MemberBar me={me} />
        </Suspense>
      )}
    </Announcer>
  );
}
