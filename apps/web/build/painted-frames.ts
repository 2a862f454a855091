/**
 * The browser paints this before the page has its answers: the frame of the page, with the page's title. It looks as the
 * shells in `features` do. The page's content takes its place. Nothing in it can be used yet.
 */

const emblem = `<svg aria-hidden="true" viewBox="0 0 32 32" class="size-7"><rect width="32" height="32" rx="7" fill="var(--brand)"/><path d="M8 24V8h3.6l8.5 10.6V8H24v16h-3.6L11.9 13.4V24z" fill="var(--on-brand)"/></svg>`;

const line = (width: string) => `<span class="mt-4 block h-4 rounded-control bg-divider ${width}"></span>`;
const waiting = [line('w-11/12'), line('w-2/3'), line('w-3/4'), line('w-1/2')].join('');
const main = `<div class="w-full max-w-[100rem] px-4 py-6 lg:px-8"><!--title-->${waiting}</div>`;

const frame = (columns: string, header: string, after = '') =>
  `<div data-frame inert class="contents"><div class="min-h-dvh lg:grid ${columns}"><div class="min-h-12 border-b border-divider bg-surface lg:border-r lg:border-b-0">${header}</div>${main}</div>${after}</div>`;

export type Reader = 'visitor' | 'member' | 'staff';

/** The frame of each kind of page. `<!--title-->` stands where the title goes. */
export const paintedFrames: Record<Reader, string> = {
  visitor: frame(
    'lg:grid-cols-[13rem_minmax(0,1fr)]',
    `<div class="px-3 sm:px-4 lg:px-3 lg:py-5"><span class="inline-flex min-h-12 items-center gap-2 font-semibold tracking-tight lg:min-h-11 lg:px-2 lg:pb-4">${emblem}<span class="max-[26rem]:sr-only">NAMC NorCal</span></span></div>`,
  ),
  member: frame(
    'lg:grid-cols-[13rem_minmax(0,1fr)]',
    `<div class="px-4 lg:px-3 lg:py-5"><span class="inline-flex min-h-12 items-center gap-2 font-semibold tracking-tight lg:min-h-11 lg:px-2 lg:pb-4">${emblem}NAMC NorCal</span></div>`,
    `<div class="fixed inset-x-0 bottom-0 min-h-14 border-t border-divider bg-surface lg:hidden"></div>`,
  ),
  staff: frame(
    'lg:grid-cols-[14rem_minmax(0,1fr)]',
    `<div class="px-3 py-2 lg:py-5"><p class="flex min-h-11 items-center gap-2 px-2 font-semibold whitespace-nowrap">NAMC NorCal <span class="rounded-control bg-brand px-1.5 py-0.5 text-meta text-on-brand">Staff</span></p><div class="mt-2 h-11 lg:hidden"></div></div>`,
  ),
};

/** A page's title in its frame. It has the classes of `PageHeading`. */
const paintedTitle = (look: string) =>
  `<p data-title class="font-semibold tracking-tight text-h2 sm:text-h1${look}"><!--words--></p>`;

/** The home page begins with its first words, in `features/home-sections/lead.tsx`. */
const paintedLead =
  '<div class="max-w-6xl rounded-card bg-hero px-5 py-7 sm:px-10 sm:py-14"><div class="min-h-72"><p data-title class="font-semibold tracking-tight max-w-[36ch] text-dense text-hero-accent"><!--words--></p></div></div>';

/** The title of the page at an address, in which the words take the place of `<!--words-->`. Sign-in is in the middle. */
export const paintedBegin = (address: string): string =>
  address === '/' ? paintedLead : paintedTitle(address === '/sign-in' ? ' mx-auto max-w-xl sm:pt-8' : '');

/** The titles that are known before anything is asked, by the page's address. */
export const titles: Record<string, string> = {
  '/': 'National Association of Minority Contractors, Northern California',
  '/contractors': 'Contractors',
  '/directory': 'Directory',
  '/directory/team-up': 'Find a team',
  '/projects': 'Projects',
  '/search': 'Search',
  '/projects/new': 'Post a project',
  '/bids': 'Your bids',
  '/contractors/compare': 'Compare contractors',
  '/about-the-data': 'Help: about the data',
  '/join': 'Join NAMC NorCal',
  '/sign-in': 'Sign in',
  '/forgot': 'Choose a new password',
  '/reset': 'Choose a new password',
  '/confirm': 'Confirm your email address',
  '/verify': 'Confirm your new email address',
  '/cancel-change': 'Cancel your email address change',
  '/stop-emails': 'Stop these emails',
  '/stop-renewal': 'Turn off automatic renewal',
  '/home': 'Hello',
  '/notifications': 'Notifications',
  '/saved': 'Saved',
  '/settings': 'Account settings',
  '/company': 'Your company',
  '/application': 'Your application',
  '/membership': 'Your membership',
  '/membership/pay': 'Pay your dues',
  '/membership/pay/return': 'Your payment',
  '/admin': 'Today',
  '/admin/applications': 'Applications',
  '/admin/members': 'Members',
  '/admin/members/new': 'Add a member',
  '/admin/members/import': 'Import members',
  '/admin/projects/import': 'Import projects',
  '/admin/members/licenses': 'License notices',
  '/admin/members/exemptions': 'Workers’ compensation exemptions',
  '/admin/memberships': 'Membership tiers',
  '/admin/dues': 'Dues',
  '/admin/dues/online': 'Online payments',
  '/admin/dues/overview': 'Overview of dues',
  '/admin/dues/deposits': 'Deposits',
  '/admin/roles': 'Roles',
  '/admin/audit': 'Audit trail',
  '/admin/jobs': 'Background jobs',
  '/admin/health': 'Database health',
  '/admin/health/alerts': 'Alerts',
  '/admin/health/backups': 'Backups',
  '/admin/health/connections': 'Connections',
  '/admin/health/jobs': 'Maintenance',
  '/admin/health/queries': 'Queries',
  '/admin/health/replicas': 'Replicas',
  '/admin/health/sla': 'Service levels',
  '/admin/health/tables': 'Tables',
  '/admin/contractors/import': 'License file',
  '/admin/settings': 'Portal settings',
  '/admin/home-sections': 'Home page',
};
