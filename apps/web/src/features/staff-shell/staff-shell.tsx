import { Link, useLocation } from '@tanstack/react-router';
import {
  Activity,
  BellRing,
  CircleHelp,
  ClipboardCheck,
  Cog,
  FileUp,
  HardHat,
  House,
  LayoutTemplate,
  Receipt,
  ScrollText,
  Search,
  ShieldHalf,
  SlidersHorizontal,
  Tags,
  Undo2,
  UserRound,
  Users,
} from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { patiently } from '../../lib/connection.ts';
import { useMedia, wide } from '../../lib/use-media.ts';
import { Announcer } from '../../ui/announcer.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { OfflineLine } from '../../ui/offline-line.tsx';
import { Popover } from '../../ui/popover.tsx';
import { SkipLink } from '../../ui/skip-link.tsx';
import { useFocusOnNewPage } from '../../ui/use-focus-on-new-page.ts';
import type { Me } from '../accounts/me.ts';
import { openPalette } from '../palette/open-palette.ts';
import { Emblem } from '../shell/emblem.tsx';
import { LostSessionCover } from '../sign-in/lost-session-cover.tsx';

// These parts load when a person opens them.
const loadAccountMenu = patiently(() =>
  import('../shell/account-menu.tsx').then((file) => ({ default: file.AccountMenu })),
);
const AccountMenu = lazy(loadAccountMenu);
const WatchedUnreadBadge = lazy(
  patiently(() =>
    import('../notifications/unread.tsx').then((file) => ({ default: file.WatchedUnreadBadge })),
  ),
);
// The keys come after the page.
const Shortcuts = lazy(patiently(() => import('../palette/shortcuts.tsx')));

const entries = [
  { to: '/admin', label: 'Today', Icon: House, needs: undefined },
  { to: '/admin/applications', label: 'Applications', Icon: ClipboardCheck, needs: 'applications.read' },
  { to: '/admin/members', label: 'Members', Icon: Users, needs: 'members.read' },
  { to: '/admin/memberships', label: 'Membership tiers', Icon: Tags, needs: 'memberships.manage' },
  { to: '/admin/dues', label: 'Dues', Icon: Receipt, needs: 'payments.read' },
  {
    to: '/admin/projects',
    label: 'Projects',
    Icon: HardHat,
    needs: 'projects.manage',
    or: 'bids.read',
  },
  { to: '/admin/roles', label: 'Roles', Icon: ShieldHalf, needs: 'roles.read' },
  { to: '/admin/contractors/import', label: 'License file', Icon: FileUp, needs: 'contractors.import' },
  { to: '/admin/home-sections', label: 'Home page', Icon: LayoutTemplate, needs: 'home_sections.manage' },
  { to: '/admin/audit', label: 'Audit trail', Icon: ScrollText, needs: 'audit.read' },
  { to: '/admin/jobs', label: 'Background jobs', Icon: Cog, needs: 'jobs.manage' },
  { to: '/admin/health', label: 'Database health', Icon: Activity, needs: 'health.read' },
  {
    to: '/admin/settings',
    label: 'Portal settings',
    Icon: SlidersHorizontal,
    needs: 'settings.manage',
  },
] as const;

/** Goes to the search field of the page, or finds something anywhere. */
async function goToSearch(): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]');
  if (field) field.focus();
  else openPalette();
}

/** The frame of the staff pages: search, links to the pages this person may use, help, the account, and the way back. */
export function StaffShell({ me, children }: { me: Me; children: ReactNode }) {
  useFocusOnNewPage();
  const isWide = useMedia(wide);
  const nav = useRef<HTMLElement>(null);
  const page = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => {
    // A phone shows a part of the row: the part with this page.
    const current = nav.current?.querySelector(`[aria-current=page], [href="${page}"]`);
    current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [page]);
  const link =
    'flex min-h-11 items-center gap-2.5 whitespace-nowrap rounded-control px-2.5 text-dense text-text-2 hover:bg-canvas hover:text-text lg:min-h-10';
  const help = (
    <Link to="/about-the-data" className={link}>
      <CircleHelp aria-hidden className="size-4.5" />
      Help
    </Link>
  );
  return (
    <Announcer>
      <SkipLink />
      <LostSessionCover />
      <Suspense>
        <Shortcuts goToSearch={goToSearch} />
      </Suspense>
      <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
        <header className="border-b border-divider bg-surface lg:border-r lg:border-b-0">
          {/* The links scroll in a low window, and the way back and the account stay in view. */}
          <div className="px-3 py-2 lg:sticky lg:top-0 lg:flex lg:max-h-dvh lg:flex-col lg:py-5">
            <div className="flex min-h-11 flex-wrap items-center justify-between">
              <p className="flex items-center gap-x-2 font-semibold max-lg:flex-wrap lg:px-2 lg:whitespace-nowrap">
                <Emblem />
                <span className="max-[26rem]:sr-only">NAMC NorCal</span>{' '}
                <span className="rounded-control bg-brand px-1.5 py-0.5 text-meta text-on-brand">Staff</span>
              </p>
              {!isWide && <PhoneTools me={me} />}
            </div>
            {isWide && (
              <button
                type="button"
                onClick={openPalette}
                className={`${link} mt-2 w-full border border-control`}
              >
                <Search aria-hidden className="size-4.5" />
                Find
                <kbd className="ml-auto text-meta">Ctrl K</kbd>
              </button>
            )}
            <nav ref={nav} aria-label="Staff" className="mt-2 lg:flex lg:min-h-0 lg:flex-col">
              {/* Words for screen readers are placed in the row, so that they make no page wider than its window. */}
              <ul className="relative flex gap-1 overflow-x-auto max-lg:scroll-shadows-x lg:scroll-shadows-y lg:min-h-0 lg:flex-col lg:overflow-x-hidden lg:overflow-y-auto">
                {entries
                  .filter(
                    (entry) =>
                      entry.needs === undefined ||
                      me.permissions.some(
                        (held) => held === entry.needs || ('or' in entry && held === entry.or),
                      ),
                  )
                  .map(({ to, label, Icon }) => (
                    <li key={to}>
                      <Link
                        to={to}
                        activeOptions={{ exact: to === '/admin', includeSearch: false }}
                        className={link}
                        activeProps={{ className: 'bg-info-tint! font-semibold text-text!' }}
                      >
                        <Icon aria-hidden className="size-4.5" />
                        {label}
                      </Link>
                    </li>
                  ))}
                {!isWide && <li>{help}</li>}
              </ul>
              {isWide && (
                <ul className="mt-4 space-y-1">
                  <li>
                    <Bells className={link} />
                  </li>
                  <li>{help}</li>
                  <li>
                    <Link to="/home" className={link}>
                      <Undo2 aria-hidden className="size-4.5" />
                      Back to the portal
                    </Link>
                  </li>
                </ul>
              )}
            </nav>
            {isWide && (
              <div className="mt-4">
                <Popover label={`${me.firstName} ${me.lastName}`} load={loadAccountMenu}>
                  <Suspense>
                    <AccountMenu me={me} />
                  </Suspense>
                </Popover>
              </div>
            )}
          </div>
        </header>
        <div className="min-w-0">
          <OfflineLine />
          <main
            id="content"
            tabIndex={-1}
            className="w-full max-w-[100rem] min-w-0 px-4 py-6 focus:outline-none lg:px-8"
          >
            {children}
          </main>
        </div>
      </div>
    </Announcer>
  );
}

/** The notifications of the person, whose page is in the members' frame. */
function Bells({ className, isIcon = false }: { className: string; isIcon?: boolean }) {
  return (
    <Link to="/notifications" className={className}>
      <BellRing aria-hidden className={isIcon ? 'size-5' : 'size-4.5'} />
      <span className={isIcon ? 'sr-only' : ''}>Notifications</span>
      <Suspense>
        <WatchedUnreadBadge className={isIcon ? 'absolute top-0.5 right-0' : 'ml-auto'} />
      </Suspense>
    </Link>
  );
}

/** The way back, search, notifications and account in the first row of a phone. */
function PhoneTools({ me }: { me: Me }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const tool = 'inline-flex size-11 items-center justify-center rounded-control hover:bg-canvas';
  return (
    <div className="flex flex-wrap">
      <Link to="/home" aria-label="Back to the portal" className={tool}>
        <Undo2 aria-hidden className="size-5" />
      </Link>
      <button type="button" aria-label="Find" onClick={openPalette} className={tool}>
        <Search aria-hidden className="size-5" />
      </button>
      <Bells className={`relative ${tool}`} isIcon />
      <button
        type="button"
        aria-label="Your account"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={tool}
      >
        <UserRound aria-hidden className="size-5" />
      </button>
      <Dialog title="Your account" isOpen={isOpen} close={close}>
        <Suspense>
          <AccountMenu me={me} leave={close} />
        </Suspense>
      </Dialog>
    </div>
  );
}
