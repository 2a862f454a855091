import type { SignedIn } from '@namc/db/sign-in/queries';
import { getBidInput } from '@namc/inputs/bids';
import { mostCompared, readCompared } from '@namc/inputs/comparison';
import { getLicenseInput, narrows, readContractorQuery } from '@namc/inputs/contractors';
import { getFirmInput, readDirectoryQuery, readTeamsQuery } from '@namc/inputs/directory';
import { calendarMonth, getProjectInput, readProjectQuery } from '@namc/inputs/projects';
import { mostHits, searchPortalInput } from '@namc/inputs/search';
import type { StandingAct } from '@namc/inputs/standing-rules';
import { ask, asList, type Question } from './question.ts';

/** The rows of a list's first page on the screen. The pages ask for the same number. */
const rows = 50;

type Account = Pick<SignedIn['account'], 'status' | 'acts'> | undefined;

const may = (account: Account, act: StandingAct): boolean => account?.acts.includes(act) ?? false;

/** The pages say why an act isn’t allowed. */
const reasonFor = (account: Account, act: StandingAct): Question[] =>
  account && !may(account, act) ? [ask('standingRules', 'listOwn')] : [];

/**
 * The queries that the page at this address asks first, for the answers to travel with the page. An address that is
 * not listed, or is wrong, gives fewer: the page asks for the rest itself.
 */
export function firstQuestions(address: URL, account: Account): Question[] {
  const isForStaff = address.pathname === '/admin' || address.pathname.startsWith('/admin/');
  const ofFrame = isForStaff ? [] : [ask('contractors', 'getSnapshot'), ask('settings', 'getContact')];
  const ofBell = account ? [ask('notifications', 'countUnread')] : [];
  return [ask('accounts', 'findMe'), ...ofFrame, ...ofBell, ...ofPage(address, account)];
}

function ofPage({ pathname, searchParams }: URL, account: Account): Question[] {
  if (pathname === '/') return [ask('homeSections', 'getPage')];
  if (pathname === '/join') return [ask('memberships', 'listTiers')];
  if (pathname === '/contractors') return [...ofSearch(searchParams), ...ofFollower(account)];
  if (pathname === '/directory') return ofDirectory(searchParams, account);
  if (pathname === '/directory/team-up') return ofTeams(searchParams, account);
  const [, firm] = /^\/directory\/([^/]+)$/.exec(pathname) ?? [];
  if (firm) return ofFirm(firm, account);
  if (pathname === '/projects') return ofProjects(searchParams, account);
  if (pathname === '/search') return ofPortalSearch(searchParams);
  const [, project, below] = /^\/projects\/([0-9a-f-]{36})(\/edit|\/bids?)?$/.exec(pathname) ?? [];
  if (project && below === '/bid') return ofBid(project, account);
  if (project && below === '/bids') return ofComparedBids(project, account);
  if (project) return ofProject(project, below !== undefined, account);
  if (pathname === '/contractors/compare') return ofComparison(searchParams.get('licenses') ?? '');
  const [, license] = /^\/contractors\/([^/]+)$/.exec(pathname) ?? [];
  if (license) return ofLicense(license, searchParams.get('on') ?? undefined, account);
  if (!account) return [];
  const [, bidId] = /^\/bids\/([0-9a-f-]{36})$/.exec(pathname) ?? [];
  if (bidId) return getBidInput.safeParse({ bidId }).success ? [ask('bids', 'getOwn', { bidId })] : [];
  const [, merged = ''] = /^\/admin\/companies\/([0-9a-f-]{36})\/merge$/.exec(pathname) ?? [];
  if (merged) return ofMerge(merged, searchParams.get('duplicate'));
  if (pathname === '/admin/members' && [...searchParams.keys()].every((name) => name === 'q'))
    return ofMembers(searchParams.get('q') ?? '');
  // Staff pages with another filter in the address ask something else.
  if (searchParams.size > 0) return [];
  const [, deposit] = /^\/admin\/dues\/deposits\/([^/]+)$/.exec(pathname) ?? [];
  if (deposit) return [ask('deposits', 'get', { depositId: deposit })];
  const [, record, id = ''] = /^\/admin\/(applications|members|dues)\/([0-9a-f-]{36})$/.exec(pathname) ?? [];
  if (record === 'applications') return [ask('applications', 'get', { id })];
  if (record === 'dues')
    return [ask('invoices', 'get', { invoiceId: id }), ask('checkouts', 'findLive', { invoiceId: id })];
  if (pathname === '/admin/members/new') return [ask('memberships', 'listAllTiers')];
  if (pathname === '/admin/members/import') return [ask('memberImports', 'list')];
  if (pathname === '/admin/projects/import') return [ask('projectImports', 'list')];
  if (record === 'members') return [ask('members', 'get', { userId: id })];
  return ofAccount(pathname, account);
}

const ofMerge = (companyId: string, duplicateId: string | null): Question[] => [
  ask('companyMerges', 'getCompany', { companyId }),
  ...(duplicateId ? [ask('companyMerges', 'get', { companyId, duplicateId })] : []),
];

const ofMembers = (q: string): Question[] => [
  ask('roles', 'list'),
  ask('members', 'count', { q }),
  asList(ask('members', 'search', { q, order: 'newest', limit: rows })),
];

/** The member's own things on the home page. */
const ofToDo: Question[] = [
  ask('memberships', 'findOwn'),
  ask('companies', 'listOwnLicenses'),
  ask('invoices', 'listOwn'),
  ask('checkouts', 'listOwn'),
  ask('certifications', 'listOwnEnding'),
  ask('companies', 'listOwn'),
];

function ofAccount(pathname: string, account: NonNullable<Account>): Question[] {
  const isMember = account.status === 'ACTIVE' || account.status === 'LAPSED';
  switch (pathname) {
    case '/home':
      return [
        ...(isMember ? [...ofToDo, ask('projects', 'listMatches', {})] : [ask('applications', 'findOwn')]),
        ask('notifications', 'list', { isUnread: true, limit: 5 }),
        ask('announcements', 'list', { limit: 3 }),
      ];
    case '/notifications':
      return [asList(ask('notifications', 'list', {}))];
    case '/saved':
      return [
        ask('savedSearches', 'list'),
        ask('savedSearches', 'listForProjects'),
        ask('projectMatches', 'getChoice'),
        ask('follows', 'list'),
      ];
    case '/settings':
      return [
        ask('accounts', 'getProfile'),
        ask('accounts', 'findEmailChange'),
        ask('signIn', 'listSessions'),
      ];
    case '/application':
      return [ask('applications', 'findOwn'), ask('memberships', 'listTiers')];
    case '/membership':
      return [
        ask('memberships', 'findOwn'),
        ask('memberships', 'listOwn'),
        ask('memberships', 'listOwnUpgrades'),
        ...(isMember ? [ask('standingRules', 'listOwn')] : []),
        ask('invoices', 'listOwnDocuments'),
        ask('renewals', 'findOwn'),
      ];
    case '/membership/pay':
      return [
        ask('invoices', 'getOwnDues'),
        ask('invoices', 'listOwn'),
        ask('checkouts', 'listOwn'),
        ask('renewals', 'findOwn'),
        ...(isMember ? [] : [ask('applications', 'findOwn'), ask('memberships', 'listTiers')]),
      ];
    case '/bids':
      return [ask('bids', 'listOwn')];
    case '/projects/new':
      return [ask('projects', 'listOwn'), ...reasonFor(account, 'POST_PROJECT')];
    case '/company':
      return [ask('companies', 'listOwn')];
    case '/admin':
      return [
        ask('applications', 'getQueue'),
        ask('memberships', 'getFigures'),
        ask('jobs', 'list', { states: ['failed'] }),
        ask('members', 'getLicenseNews'),
      ];
    case '/admin/applications':
      return [ask('applications', 'count'), asList(ask('applications', 'list', { status: 'SUBMITTED' }))];
    case '/admin/members/licenses':
      return [asList(ask('follows', 'listNotices', { limit: rows }))];
    case '/admin/members/exemptions':
      return [ask('members', 'listExemptions')];
    case '/admin/audit':
      return [ask('audit', 'getSealState'), asList(ask('audit', 'listActions', { limit: rows }))];
    case '/admin/jobs':
      return [ask('jobs', 'list', { states: ['failed'], limit: rows }), ask('jobs', 'listQueues')];
    case '/admin/contractors/import':
      return [
        ask('imports', 'listOpen'),
        ask('imports', 'getFetchState'),
        ask('imports', 'getFileRules'),
        ask('imports', 'listUploads'),
      ];
    case '/admin/memberships':
      return [ask('memberships', 'listAllTiers'), ask('standingRules', 'list')];
    case '/admin/dues':
      return [
        ask('invoices', 'getTotals'),
        asList(ask('invoices', 'list', { state: 'OPEN', q: '', limit: rows })),
      ];
    case '/admin/dues/online':
      return [
        ask('checkouts', 'listDifferences'),
        ask('checkouts', 'listDisputes'),
        ask('checkouts', 'listLive'),
      ];
    case '/admin/dues/overview':
      return [ask('ledger', 'getOverview'), ask('ledger', 'listMonths')];
    case '/admin/dues/deposits':
      return [ask('deposits', 'listUndeposited'), asList(ask('deposits', 'list', { limit: rows }))];
    case '/admin/settings':
      return [
        ask('settings', 'getContact'),
        ask('settings', 'getPaymentTerms'),
        ask('settings', 'getAddresses'),
      ];
    case '/admin/health':
      return [ask('health', 'getVerdict'), ask('health', 'listAlerts'), ask('health', 'findMaintenance')];
    case '/admin/health/alerts':
      return [ask('health', 'listAlerts')];
    case '/admin/health/queries':
      return [ask('statements', 'list', { range: '1d', order: 'time', limit: rows })];
    // The servers may take seconds to answer these pages' questions, so they do not hold up the page.
    case '/admin/health/replicas':
      return [
        ask('health', 'list', { area: 'servers' }),
        ask('servers', 'listReplicationPoints', { range: '1d' }),
      ];
    case '/admin/health/backups':
      return [ask('health', 'list', { area: 'safety' })];
    case '/admin/home-sections':
      return [ask('homeSections', 'list')];
    case '/admin/roles':
      return [ask('roles', 'list')];
    default:
      return [];
  }
}

function ofSearch(search: URLSearchParams): Question[] {
  try {
    const { sort, ...filters } = readContractorQuery(search);
    if (!narrows(filters)) return [ask('contractors', 'listCountyCounts')];
    return [
      asList(ask('contractors', 'search', { ...filters, sort, limit: rows })),
      ask('contractors', 'count', filters),
    ];
  } catch {
    // The page reads what is good of a wrong address.
    return [];
  }
}

function ofDirectory(search: URLSearchParams, account: Account): Question[] {
  try {
    const filters = readDirectoryQuery(search);
    return [
      asList(ask('directory', 'search', { ...filters, limit: rows })),
      ask('directory', 'count', filters),
      ask('certifications', 'listKinds'),
      ...(may(account, 'READ_DIRECTORY') ? [ask('companies', 'listOwn')] : []),
    ];
  } catch {
    // As above.
    return [];
  }
}

/** The page asks in the same words, for as many rows of each kind. */
function ofPortalSearch(search: URLSearchParams): Question[] {
  const kinds = search.get('kind')?.split(' ');
  const asked = searchPortalInput.safeParse({
    text: search.get('q') ?? '',
    limit: kinds ? mostHits : 10,
    ...(kinds && { kinds }),
  });
  return asked.success && asked.data.text !== '' ? [ask('search', 'searchPortal', asked.data)] : [];
}

function ofTeams(search: URLSearchParams, account: Account): Question[] {
  try {
    const asked = readTeamsQuery(search);
    const isWhole = asked.near !== '' && asked.trades.length + asked.skills.length > 0;
    return may(account, 'READ_DIRECTORY') && isWhole ? [ask('directory', 'findTeams', asked)] : [];
  } catch {
    // As above.
    return [];
  }
}

function ofFirm(companyId: string, account: Account): Question[] {
  if (!getFirmInput.safeParse({ companyId }).success) return [];
  return [
    ask('directory', 'getFirm', { companyId }),
    ask('companies', 'listPictures', { companyId }),
    ...(may(account, 'READ_DIRECTORY') ? [ask('directory', 'listPeople', { companyId })] : []),
  ];
}

function ofLicense(license: string, on: string | undefined, account: Account): Question[] {
  const { data: input } = getLicenseInput.safeParse({ licenseNumber: license, on });
  if (input?.licenseNumber !== license) return [];
  const { licenseNumber } = input;
  return [
    ask('contractors', 'getLicense', { licenseNumber, ...(input.on && { on: input.on }) }),
    ask('contractors', 'getLicensePeople', { licenseNumber }),
    ask('contractors', 'listNeighbors', { licenseNumber }),
    ...(may(account, 'READ_MEMBER_PAGES')
      ? [ask('contractors', 'listLicenseChanges', { licenseNumber })]
      : []),
    ...ofFollower(account),
  ];
}

function ofProjects(search: URLSearchParams, account: Account): Question[] {
  try {
    const { order, ...filters } = readProjectQuery(search);
    const month = calendarMonth.safeParse(search.get('month')).data;
    return [
      search.get('view') === 'calendar'
        ? ask('projects', 'listDates', { ...filters, month })
        : asList(ask('projects', 'browse', { ...filters, order, limit: rows })),
      ask('projects', 'count', filters),
      ask('certifications', 'listKinds'),
      ...(may(account, 'READ_DIRECTORY') ? [ask('companies', 'listOwn')] : []),
      ...(may(account, 'FOLLOW') ? [ask('projectFollows', 'list')] : []),
      ...reasonFor(account, 'POST_PROJECT'),
    ];
  } catch {
    // As above.
    return [];
  }
}

function ofProject(projectId: string, isEdited: boolean, account: Account): Question[] {
  if (!getProjectInput.safeParse({ projectId }).success) return [];
  if (isEdited && !account) return [];
  return [
    ask('projects', 'get', { projectId }),
    ask('certifications', 'listKinds'),
    ...(account
      ? [
          ask('projects', 'listFiles', { projectId }),
          ask('addenda', 'list', { projectId }),
          ask('questions', 'list', { projectId }),
        ]
      : []),
    ...(may(account, 'FOLLOW') && !isEdited ? [ask('projectFollows', 'list')] : []),
    ...(may(account, 'BID') && !isEdited
      ? [ask('projects', 'listFits', { projectId }), ask('bids', 'listOwnInterests', { projectId })]
      : []),
    ...(may(account, 'READ_PLANS') && !isEdited ? [ask('bids', 'listPlanHolders', { projectId })] : []),
    ...(isEdited ? [] : reasonFor(account, 'BID')),
    ...(isEdited ? [ask('companies', 'listOwn')] : []),
  ];
}

const ofComparedBids = (projectId: string, account: Account): Question[] =>
  account && getProjectInput.safeParse({ projectId }).success
    ? [ask('projects', 'get', { projectId }), ask('bids', 'compare', { projectId })]
    : [];

const ofBid = (projectId: string, account: Account): Question[] =>
  account && getProjectInput.safeParse({ projectId }).success
    ? [ask('projects', 'get', { projectId }), ask('bids', 'listOwnInterests', { projectId })]
    : [];

const ofComparison = (licenses: string): Question[] =>
  readCompared(licenses)
    .licenses.slice(0, mostCompared)
    .map((licenseNumber) => ask('contractors', 'getLicense', { licenseNumber }));

const ofFollower = (account: Account): Question[] =>
  may(account, 'FOLLOW') ? [ask('follows', 'listNumbers')] : [];
