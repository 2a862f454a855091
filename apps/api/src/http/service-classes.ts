import type { RequestClass } from '@namc/inputs/service-levels';

export type ProcedureType = 'query' | 'mutation' | 'subscription';

/** The class that follows from the verb of a query. One with another verb needs a line of its own. */
const ofVerb: Record<string, RequestClass> = {
  find: 'simple',
  get: 'simple',
  count: 'complex',
  list: 'complex',
  search: 'search',
  suggest: 'search',
};

/** The procedures whose class is not that of their kind. */
export const ownClasses: Record<string, RequestClass> = {
  'accounts.exportData': 'report',
  'audit.listActions': 'report',
  'audit.listChanges': 'report',
  'bids.compare': 'complex',
  'bids.forStaff.compare': 'complex',
  'contractors.count': 'search',
  'contractors.countFacets': 'search',
  'contractors.findExtent': 'search',
  'contractors.listNeighbors': 'search',
  'contractors.map': 'search',
  'directory.count': 'search',
  'directory.findTeams': 'search',
  'directory.map': 'search',
  'directory.findExtent': 'search',
  // A whole file is read and stored.
  'imports.add': 'report',
  // A whole file is tried out.
  'imports.check': 'report',
  'imports.undoLast': 'report',
  'ledger.getMonth': 'report',
  'ledger.getOverview': 'complex',
  'ledger.listMonths': 'complex',
  'ledger.listJournal': 'report',
  'members.count': 'search',
  'memberships.getFigures': 'complex',
  'outreach.previewInvitation': 'simple',
  'outreach.forStaff.previewInvitation': 'simple',
  'places.checkAddress': 'simple',
  // A whole list is read anew.
  'projectImports.read': 'report',
  'projects.browse': 'search',
  'projects.count': 'search',
  'projects.forStaff.list': 'search',
  'bids.forStaff.listProjects': 'search',
  'projects.findExtent': 'search',
  'projects.listDates': 'search',
  'projects.map': 'search',
  'serviceLevels.getReport': 'report',
  'serviceLevels.list': 'report',
  'serviceLevels.listPoints': 'report',
  'statements.explain': 'report',
  'statements.list': 'report',
  'statements.listChanged': 'report',
  'statements.listPoints': 'report',
  'statements.listProcedures': 'report',
};

/** The routes beside the procedures. A client's line, not the portal, decides how long an upload takes. */
export const routeClasses: Record<string, RequestClass> = {
  'GET /api/audit/actions.csv': 'report',
  'GET /api/audit/changes.csv': 'report',
  'GET /api/contractors.csv': 'report',
  'GET /api/files/:fileId': 'simple',
  'GET /api/files/for-staff/:fileId': 'simple',
  'GET /api/files/of-firms/:fileId': 'simple',
  'GET /api/uploads/:fileId': 'simple',
  'PATCH /api/uploads/:fileId': 'stream',
  'POST /api/uploads/:fileId': 'simple',
  'GET /api/uploads/for-staff/:fileId': 'simple',
  'PATCH /api/uploads/for-staff/:fileId': 'stream',
  'POST /api/uploads/for-staff/:fileId': 'simple',
  'GET /api/home-pictures/:pictureId': 'simple',
  'GET /api/home-sections/pictures/:pictureId': 'simple',
  'PUT /api/home-sections/:sectionId/picture': 'stream',
  'GET /api/imports/:importId/rejects.csv': 'report',
  'GET /api/deposit.csv': 'report',
  'GET /api/directory.csv': 'report',
  'GET /api/invoice-documents/:documentId': 'complex',
  'GET /api/invoice-documents/for-staff/:documentId': 'complex',
  'GET /api/invoices.csv': 'report',
  'GET /api/ledger/month.csv': 'report',
  'GET /api/ledger/quickbooks.csv': 'report',
  'GET /api/member-imports/template.csv': 'simple',
  'GET /api/member-imports/:importId/rejects.csv': 'report',
  'PUT /api/member-imports': 'stream',
  'GET /api/members.csv': 'report',
  'GET /api/projects.ics': 'report',
  'GET /api/projects/:projectId/dates.ics': 'report',
  'GET /api/outreach/:projectId/labels.pdf': 'report',
  'GET /api/outreach/:projectId/labels-with-join-address.pdf': 'report',
  'GET /api/outreach/:projectId/phone-sheet.pdf': 'report',
  'GET /api/outreach/for-staff/:projectId/labels.pdf': 'report',
  'GET /api/outreach/for-staff/:projectId/labels-with-join-address.pdf': 'report',
  'GET /api/outreach/for-staff/:projectId/phone-sheet.pdf': 'report',
  'GET /api/outreach/for-staff/records/:recordId': 'report',
  'GET /api/outreach/records/:recordId': 'report',
  'GET /api/payments.csv': 'report',
  'GET /api/project-imports/template.csv': 'simple',
  'GET /api/project-imports/:importId/rejects.csv': 'report',
  'PUT /api/project-imports': 'stream',
  'GET /api/projects/:projectId/bid-documents.zip': 'report',
  'GET /api/projects/for-staff/:projectId/bid-documents.zip': 'report',
  'GET /api/service-levels/report.pdf': 'report',
  'POST /api/stop-emails': 'simple',
  // Stripe is asked meanwhile.
  'POST /api/webhooks/stripe': 'report',
};

const known = new Map<string, RequestClass>();

/** The class of a procedure; undefined for a query whose name says nothing and that has no line. */
export function classOfProcedure(path: string, type: ProcedureType): RequestClass | undefined {
  const found = known.get(path) ?? classByRules(path, type);
  if (found) known.set(path, found);
  return found;
}

function classByRules(path: string, type: ProcedureType): RequestClass | undefined {
  if (ownClasses[path]) return ownClasses[path];
  if (type === 'subscription') return 'stream';
  // A write checks its rights, changes rows and leaves its line in the audit trail.
  if (type === 'mutation') return 'complex';
  const [, verb = ''] = /\.([a-z]+)[^.]*$/.exec(path) ?? [];
  return ofVerb[verb];
}
