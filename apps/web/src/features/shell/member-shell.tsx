import { Link } from '@tanstack/react-router';
import {
  Bell,
  Bookmark,
  Briefcase,
  Building2,
  CircleHelp,
  Contact,
  Ellipsis,
  Hammer,
  HardHat,
  House,
} from 'lucide-react';
import { useState } from 'react';
import { useMedia, wide } from '../../lib/use-media.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Popover } from '../../ui/popover.tsx';
import type { Me } from '../accounts/me.ts';
import { UnreadBadge, useWatchedUnreadCount } from '../notifications/unread.tsx';
import { AccountMenu, OwnMark } from './account-menu.tsx';
import { Emblem } from './emblem.tsx';
import { SearchLink } from './search-link.tsx';

const home = { to: '/home', label: 'Home', Icon: House } as const;
const contractors = { to: '/contractors', label: 'Contractors', Icon: HardHat } as const;
const projects = { to: '/projects', label: 'Projects', Icon: Hammer } as const;
const directory = { to: '/directory', label: 'Directory', Icon: Contact } as const;
const saved = { to: '/saved', label: 'Saved', Icon: Bookmark } as const;
const company = { to: '/company', label: 'Company', Icon: Building2 } as const;
const notifications = { to: '/notifications', label: 'Notifications', Icon: Bell } as const;
const help = { to: '/about-the-data', label: 'Help', Icon: CircleHelp } as const;
const staff = { to: '/admin', label: 'Staff pages', Icon: Briefcase } as const;
type Entry =
  | typeof home
  | typeof contractors
  | typeof projects
  | typeof directory
  | typeof saved
  | typeof company
  | typeof notifications
  | typeof help
  | typeof staff;

/** The rail of a wide screen, or a phone's top bar. */
export function MemberHeader({ me }: { me: Me }) {
  const isWide = useMedia(wide);
  useWatchedUnreadCount();
  return isWide ? <Rail me={me} /> : <TopBar />;
}

function Rail({ me }: { me: Me }) {
  return (
    <div className="sticky top-0 px-3 py-5">
      <Logo className="px-2 pb-4" />
      <SearchLink
        hasKeys
        className="mb-2 flex min-h-10 items-center gap-2.5 rounded-control border border-control px-2.5 text-dense text-text-2 hover:bg-canvas hover:text-text"
      />
      <nav aria-label="Portal">
        <ul className="flex flex-col gap-1">
          {[
            home,
            projects,
            contractors,
            directory,
            saved,
            company,
            notifications,
            help,
            ...(me.permissions.length > 0 ? [staff] : []),
          ].map((entry) => (
            <li key={entry.to}>
              <EntryLink
                entry={entry}
                className="flex min-h-10 items-center gap-2.5 rounded-control px-2.5 text-dense text-text-2 hover:bg-canvas hover:text-text"
                activeClassName="bg-info-tint! font-semibold text-text!"
                iconClassName="size-4.5"
              />
            </li>
          ))}
        </ul>
      </nav>
      {/* A long name gives way to the mark. */}
      <div className="mt-6 flex items-center gap-2 [&>button>span]:max-w-22">
        <OwnMark me={me} />
        <Popover label={me.firstName}>
          <AccountMenu me={me} />
        </Popover>
      </div>
    </div>
  );
}

function TopBar() {
  const icon = 'relative inline-flex size-12 items-center justify-center rounded-control hover:bg-canvas';
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-2 px-4">
      <Logo />
      <div className="-mr-3 ml-auto flex">
        <SearchLink className={icon} />
        <Link to="/notifications" className={icon}>
          <Bell aria-hidden className="size-5" />
          <span className="sr-only">Notifications</span>
          <UnreadBadge className="absolute top-1.5 right-0.5" />
        </Link>
      </div>
    </div>
  );
}

/** A phone's bottom bar. */
export function MemberBar({ me }: { me: Me }) {
  const isWide = useMedia(wide);
  const [isOpen, setOpen] = useState(false);
  if (isWide) return null;
  const item =
    'relative flex min-h-14 w-full flex-col items-center justify-center gap-0.5 border-t-2 border-transparent text-center text-meta hyphens-auto text-text-2 focus-visible:-outline-offset-2';
  const close = () => setOpen(false);
  return (
    <nav
      aria-label="Portal"
      data-bottom-bar
      className="fixed inset-x-0 bottom-0 z-[1050] border-t border-divider bg-surface print:hidden pb-[env(safe-area-inset-bottom)]"
    >
      <ul className="flex">
        {[home, projects, contractors, saved].map((entry) => (
          <li key={entry.to} className="min-w-0 flex-1">
            <EntryLink
              entry={entry}
              className={item}
              activeClassName="border-link! text-link!"
              iconClassName="size-5"
            />
          </li>
        ))}
        <li className="min-w-0 flex-1">
          <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)} className={item}>
            <Ellipsis aria-hidden className="size-5" />
            More
          </button>
        </li>
      </ul>
      <Dialog title="More" isOpen={isOpen} close={close}>
        <AccountMenu me={me} hasAll leave={close} />
      </Dialog>
    </nav>
  );
}

function Logo({ className = '' }: { className?: string }) {
  return (
    <Link
      to="/home"
      className={`inline-flex min-h-12 items-center gap-2 font-semibold tracking-tight lg:min-h-11 ${className}`}
    >
      <Emblem />
      NAMC NorCal
    </Link>
  );
}

function EntryLink({
  entry: { to, label, Icon },
  className,
  activeClassName,
  iconClassName,
}: {
  entry: Entry;
  className: string;
  activeClassName: string;
  iconClassName: string;
}) {
  return (
    <Link
      to={to}
      activeOptions={{ includeSearch: false }}
      className={className}
      activeProps={{ className: activeClassName }}
    >
      <Icon aria-hidden className={iconClassName} />
      {label}
      {to === '/notifications' && <UnreadBadge className="ml-auto" />}
    </Link>
  );
}
