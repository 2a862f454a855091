import type { Me } from '../accounts/me.ts';

export interface PalettePage {
  to:
    | '/'
    | '/home'
    | '/contractors'
    | '/contractors/compare'
    | '/directory'
    | '/directory/team-up'
    | '/projects'
    | '/search'
    | '/bids'
    | '/projects/new'
    | '/saved'
    | '/notifications'
    | '/settings'
    | '/company'
    | '/membership'
    | '/membership/pay'
    | '/application'
    | '/about-the-data'
    | '/join'
    | '/sign-in'
    | '/admin'
    | '/admin/applications'
    | '/admin/members'
    | '/admin/members/new'
    | '/admin/members/import'
    | '/admin/projects/import'
    | '/admin/members/licenses'
    | '/admin/memberships'
    | '/admin/projects'
    | '/admin/dues'
    | '/admin/dues/online'
    | '/admin/roles'
    | '/admin/contractors/import'
    | '/admin/home-sections'
    | '/admin/audit'
    | '/admin/jobs'
    | '/admin/health/sla'
    | '/admin/health/alerts'
    | '/admin/health/queries'
    | '/admin/health/jobs'
    | '/admin/health/connections'
    | '/admin/health/replicas'
    | '/admin/health/tables'
    | '/admin/health/backups'
    | '/admin/health'
    | '/admin/settings';
  label: string;
  /** Other words for the page. */
  words?: string;
  needs?: Me['permissions'][number];
  /** Accounts of other stages may not do it. */
  onlyFor?: Me['status'][];
  /** True for a page on which something begins. */
  isAct?: true;
}

const ofVisitors: PalettePage[] = [
  { to: '/', label: 'Home' },
  { to: '/contractors', label: 'Contractors', words: 'search license map' },
  { to: '/contractors/compare', label: 'Compare contractors', words: 'side by side licenses' },
  { to: '/directory', label: 'Directory', words: 'member firms companies find' },
  { to: '/projects', label: 'Projects', words: 'work bids opportunities jobs' },
  { to: '/join', label: 'Join NAMC', words: 'apply membership', isAct: true },
  { to: '/sign-in', label: 'Sign in', words: 'log in password', isAct: true },
  { to: '/about-the-data', label: 'Help', words: 'contact questions data' },
];

const ofMembers: PalettePage[] = [
  { to: '/home', label: 'Home' },
  { to: '/contractors', label: 'Contractors', words: 'search license map' },
  { to: '/contractors/compare', label: 'Compare contractors', words: 'side by side licenses' },
  { to: '/directory', label: 'Directory', words: 'member firms companies find' },
  {
    to: '/directory/team-up',
    label: 'Find a team',
    words: 'firms together classes skills job',
    onlyFor: ['ACTIVE'],
    isAct: true,
  },
  { to: '/projects', label: 'Projects', words: 'work bids opportunities jobs' },
  { to: '/bids', label: 'Your bids', words: 'offers submitted drafts', onlyFor: ['ACTIVE', 'LAPSED'] },
  {
    to: '/projects/new',
    label: 'Post a project',
    words: 'new draft own bids',
    onlyFor: ['ACTIVE'],
    isAct: true,
  },
  { to: '/saved', label: 'Saved', words: 'follow searches' },
  { to: '/notifications', label: 'Notifications', words: 'unread bell' },
  { to: '/membership', label: 'Your membership', words: 'renew dues standing terms' },
  {
    to: '/membership/pay',
    label: 'Pay your dues',
    words: 'invoice renew receipt check',
    onlyFor: ['ACTIVE', 'LAPSED'],
    isAct: true,
  },
  { to: '/company', label: 'Your company', words: 'firm people colleagues invite' },
  { to: '/search', label: 'Search', words: 'find everything' },
  { to: '/settings', label: 'Account settings', words: 'profile email password two-step devices' },
  { to: '/about-the-data', label: 'Help', words: 'contact questions data' },
];

const ofStaff: PalettePage[] = [
  { to: '/admin', label: 'Today', words: 'staff dashboard' },
  { to: '/admin/applications', label: 'Applications', words: 'review approve', needs: 'applications.read' },
  { to: '/admin/members', label: 'Members', words: 'accounts people', needs: 'members.read' },
  {
    to: '/admin/members/new',
    label: 'Add a member',
    words: 'new account by hand',
    needs: 'memberships.manage',
    isAct: true,
  },
  {
    to: '/admin/members/import',
    label: 'Import members',
    words: 'file csv upload',
    needs: 'memberships.manage',
    isAct: true,
  },
  {
    to: '/admin/projects/import',
    label: 'Import projects',
    words: 'list bids agency file csv upload',
    needs: 'projects.manage',
    isAct: true,
  },
  {
    to: '/admin/memberships',
    label: 'Membership tiers',
    words: 'dues fees benefits',
    needs: 'memberships.manage',
  },
  {
    to: '/admin/projects',
    label: 'All projects',
    words: 'staff posters drafts bids bidding log post for an agency',
    needs: 'projects.manage',
  },
  {
    to: '/admin/dues',
    label: 'Dues',
    words: 'invoices payments checks receipts overdue',
    needs: 'payments.read',
  },
  {
    to: '/admin/dues/online',
    label: 'Online payments',
    words: 'stripe cards refunds disputes differences',
    needs: 'payments.read',
  },
  { to: '/admin/roles', label: 'Roles', words: 'permissions', needs: 'roles.read' },
  { to: '/admin/contractors/import', label: 'License file', words: 'import', needs: 'contractors.import' },
  {
    to: '/admin/contractors/import',
    label: 'Import contractors',
    words: 'license file csv upload',
    needs: 'contractors.import',
    isAct: true,
  },
  {
    to: '/admin/home-sections',
    label: 'Home page (edit)',
    words: 'sections text',
    needs: 'home_sections.manage',
  },
  { to: '/admin/audit', label: 'Audit trail', words: 'log history', needs: 'audit.read' },
  { to: '/admin/jobs', label: 'Background jobs', words: 'queue', needs: 'jobs.manage' },
  {
    to: '/admin/health/alerts',
    label: 'Alerts',
    words: 'database maintenance acknowledge',
    needs: 'health.read',
  },
  {
    to: '/admin/health/queries',
    label: 'Queries',
    words: 'database statements slow sql',
    needs: 'health.read',
  },
  {
    to: '/admin/health/sla',
    label: 'Service levels',
    words: 'sla slow availability report',
    needs: 'health.read',
  },
  { to: '/admin/health/jobs', label: 'Maintenance', words: 'database vacuum reindex', needs: 'health.read' },
  {
    to: '/admin/health/connections',
    label: 'Connections',
    words: 'database sessions locks cancel',
    needs: 'health.read',
  },
  {
    to: '/admin/health/tables',
    label: 'Tables',
    words: 'database indexes size bloat growth',
    needs: 'health.read',
  },
  {
    to: '/admin/health/replicas',
    label: 'Replicas',
    words: 'database replication lag slots',
    needs: 'health.read',
  },
  {
    to: '/admin/health/backups',
    label: 'Backups',
    words: 'database restore archive',
    needs: 'health.read',
  },
  { to: '/admin/health', label: 'Database health', words: 'checks monitoring', needs: 'health.read' },
  { to: '/admin/settings', label: 'Portal settings', words: 'address phone', needs: 'settings.manage' },
];

/** The pages of this person whose names hold every typed word. */
export function pagesFor(me: Me | null | undefined, typed: string): PalettePage[] {
  if (!me) return matching(ofVisitors, typed);
  const application: PalettePage[] =
    me.status === 'PENDING' || me.status === 'DECLINED'
      ? [{ to: '/application', label: 'My application' }]
      : [];
  const staff =
    me.permissions.length === 0
      ? []
      : ofStaff.filter(({ needs }) => needs === undefined || me.permissions.includes(needs));
  const own = ofMembers.filter(({ onlyFor }) => onlyFor === undefined || onlyFor.includes(me.status));
  return matching([...own, ...application, ...staff], typed);
}

function matching(pages: PalettePage[], typed: string): PalettePage[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return pages.filter(({ label, words = '' }) => {
    const all = `${label} ${words}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}
