import { accountsRouter } from './accounts/router.ts';
import { addendaRouter } from './addenda/router.ts';
import { announcementsRouter } from './announcements/router.ts';
import { applicationsRouter } from './applications/router.ts';
import { auditRouter } from './audit/router.ts';
import { backupsRouter } from './backups/router.ts';
import { bidsRouter } from './bids/router.ts';
import { certificationsRouter } from './certifications/router.ts';
import { checkoutsRouter } from './checkouts/router.ts';
import { companiesRouter } from './companies/router.ts';
import { companyMergesRouter } from './company-merges/router.ts';
import { contractorsRouter } from './contractors/router.ts';
import { coveringsRouter } from './coverings/router.ts';
import { depositsRouter } from './deposits/router.ts';
import { directoryRouter } from './directory/router.ts';
import { filesRouter } from './files/router.ts';
import { followsRouter } from './follows/router.ts';
import { healthRouter } from './health/router.ts';
import { homeSectionsRouter } from './home-sections/router.ts';
import { importsRouter } from './imports/router.ts';
import { invoicesRouter } from './invoices/router.ts';
import { jobsRouter } from './jobs/router.ts';
import { ledgerRouter } from './ledger/router.ts';
import { liveEventsRouter } from './live-events/router.ts';
import { mailRouter } from './mail/router.ts';
import { maintenanceRouter } from './maintenance/router.ts';
import { memberImportsRouter } from './member-imports/router.ts';
import { membersRouter } from './members/router.ts';
import { membershipsRouter } from './memberships/router.ts';
import { notificationsRouter } from './notifications/router.ts';
import { outreachRouter } from './outreach/router.ts';
import { placesRouter } from './places/router.ts';
import { projectFollowsRouter } from './project-follows/router.ts';
import { projectImportsRouter } from './project-imports/router.ts';
import { projectMatchesRouter } from './project-matches/router.ts';
import { projectsRouter } from './projects/router.ts';
import { questionsRouter } from './questions/router.ts';
import { renewalsRouter } from './renewals/router.ts';
import { rolesRouter } from './roles/router.ts';
import { savedSearchesRouter } from './saved-searches/router.ts';
import { searchRouter } from './search/router.ts';
import { secureDataRouter } from './secure-data/router.ts';
import { serversRouter } from './servers/router.ts';
import { serviceLevelsRouter } from './service-levels/router.ts';
import { settingsRouter } from './settings/router.ts';
import { signInRouter } from './sign-in/router.ts';
import { standingRulesRouter } from './standing-rules/router.ts';
import { statementsRouter } from './statements/router.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  accounts: accountsRouter,
  announcements: announcementsRouter,
  applications: applicationsRouter,
  audit: auditRouter,
  contractors: contractorsRouter,
  follows: followsRouter,
  health: healthRouter,
  files: filesRouter,
  homeSections: homeSectionsRouter,
  imports: importsRouter,
  invoices: invoicesRouter,
  checkouts: checkoutsRouter,
  renewals: renewalsRouter,
  deposits: depositsRouter,
  ledger: ledgerRouter,
  jobs: jobsRouter,
  liveEvents: liveEventsRouter,
  backups: backupsRouter,
  maintenance: maintenanceRouter,
  memberImports: memberImportsRouter,
  projectImports: projectImportsRouter,
  members: membersRouter,
  memberships: membershipsRouter,
  notifications: notificationsRouter,
  places: placesRouter,
  projects: projectsRouter,
  projectFollows: projectFollowsRouter,
  projectMatches: projectMatchesRouter,
  addenda: addendaRouter,
  questions: questionsRouter,
  outreach: outreachRouter,
  mail: mailRouter,
  bids: bidsRouter,
  roles: rolesRouter,
  savedSearches: savedSearchesRouter,
  search: searchRouter,
  secureData: secureDataRouter,
  serviceLevels: serviceLevelsRouter,
  coverings: coveringsRouter,
  standingRules: standingRulesRouter,
  settings: settingsRouter,
  signIn: signInRouter,
  servers: serversRouter,
  statements: statementsRouter,
  certifications: certificationsRouter,
  companies: companiesRouter,
  companyMerges: companyMergesRouter,
  directory: directoryRouter,
});

export type AppRouter = typeof appRouter;
