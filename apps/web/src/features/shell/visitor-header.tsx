import { Link } from '@tanstack/react-router';
import { CircleHelp, HardHat, House } from 'lucide-react';
import { buttonClass } from '../../ui/button.tsx';
import { Emblem } from './emblem.tsx';
import { SearchLink } from './search-link.tsx';

const entries = [
  { to: '/', label: 'Home', Icon: House },
  { to: '/contractors', label: 'Contractors', Icon: HardHat },
  { to: '/about-the-data', label: 'Help', Icon: CircleHelp },
] as const;
const wayIn =
  'flex min-h-11 items-center px-1.5 text-dense sm:px-2 whitespace-nowrap hover:underline underline-offset-4';

/**
 * Links to the public pages, to sign-in and to joining. The last two keep their place and wait until the portal knows who
 * asks.
 */
export function VisitorHeader({ isVisitor }: { isVisitor: boolean }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-1 px-3 sm:gap-2 sm:px-4 lg:sticky lg:top-0 lg:flex-col lg:items-stretch lg:px-3 lg:py-5">
      <Link
        to="/"
        className="inline-flex min-h-11 shrink-0 items-center gap-2 font-semibold tracking-tight lg:px-2 lg:pb-4"
      >
        <Emblem />
        <span className="max-[26rem]:sr-only">NAMC NorCal</span>
      </Link>
      <SearchLink
        hasKeys
        className="hidden min-h-10 items-center gap-2.5 rounded-control border border-control px-2.5 text-dense text-text-2 hover:bg-canvas hover:text-text lg:flex"
      />
      <nav aria-label="Portal">
        <ul className="flex lg:flex-col lg:gap-1">
          {entries.map(({ to, label, Icon }) => (
            <li key={to} className={to === '/' ? 'hidden lg:block' : undefined}>
              <Link
                to={to}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                className="flex min-h-12 items-center gap-2.5 border-b-2 whitespace-nowrap border-transparent px-1.5 text-dense sm:px-2.5 text-text-2 hover:text-text lg:min-h-10 lg:rounded-control lg:border-b-0 lg:hover:bg-canvas"
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
      <SearchLink className="-mx-1 grid size-11 place-items-center rounded-control hover:bg-canvas lg:hidden" />
      <div
        className={`flex items-center gap-1 lg:mt-6 lg:flex-col lg:items-stretch ${isVisitor ? '' : 'invisible'}`}
      >
        <Link to="/sign-in" className={`${wayIn} font-semibold text-link`}>
          Sign in
        </Link>
        <Link to="/join" className={buttonClass('primary', 'px-3')}>
          <span>
            Join<span className="max-lg:sr-only"> NAMC</span>
          </span>
        </Link>
      </div>
    </div>
  );
}
