import { forRequest, type Transaction } from '@namc/db';
import { californiaDay } from '@namc/db/contractors/standing/california-day';
import { getOutreach, listOutreachAddresses, type OutreachAddress } from '@namc/db/outreach/queries/list';
import { getOutreachRecord } from '@namc/db/outreach/queries/records';
import { getProject } from '@namc/db/projects/queries/list';
import { dayWords } from '@namc/inputs/day-words';
import { getOutreachRecordInput, printOutreachInput } from '@namc/inputs/outreach';
import { claimWords, joiningWords } from '@namc/inputs/outreach-words';
import type { Route } from '../download.ts';
import { type Allowed, admit, allowedBy } from '../trpc.ts';
import { makeLabelsPdf } from './labels-pdf.ts';
import { makePhoneSheetPdf } from './phone-sheet-pdf.ts';
import { makeRecordPdf } from './record-pdf.ts';
import { outreachRouter } from './router.ts';

/** Staff have an address of their own, which asks for their second step. */
const rooms: [path: string, allowed: Allowed][] = [
  ['/api/outreach', allowedBy(outreachRouter.list)],
  ['/api/outreach/for-staff', allowedBy(outreachRouter.forStaff.list)],
];

type Make = (title: string, firms: OutreachAddress[], madeOn: string) => Promise<Buffer<ArrayBuffer>>;

/** The papers of a portal: some tell firms where they claim their license. */
const papersOf = (portal: string): [name: string, make: Make][] => [
  ['phone-sheet', (title, firms, madeOn) => makePhoneSheetPdf(title, firms, madeOn, joiningWords(portal))],
  ['labels', (title, firms) => makeLabelsPdf(title, firms)],
  ['labels-with-join-address', (title, firms) => makeLabelsPdf(title, firms, claimWords(portal))],
];

async function readList(tx: Transaction, input: ReturnType<typeof printOutreachInput.parse>) {
  // It throws for those who do not manage the project.
  await getOutreach(tx, input);
  return { project: await getProject(tx, input), firms: await listOutreachAddresses(tx, input) };
}

/** Sends the phone sheet, or mailing labels, of a project’s outreach list as a PDF. */
export const outreachDownload =
  (portal: string): Route =>
  (app, { db, limits }) => {
    for (const [room, allowed] of rooms) {
      for (const [name, make] of papersOf(portal)) {
        app.get(`${room}/:projectId/${name}.pdf`, async (c) => {
          const signedIn = c.get('signedIn');
          const actor = admit(allowed, signedIn);
          if (signedIn) await limits.count('download by account', signedIn.account.userId);
          const input = printOutreachInput.parse({ ...c.req.param(), part: c.req.query('part') });
          const own = forRequest(db, {
            requestId: c.get('requestId'),
            signal: c.req.raw.signal,
            after: c.get('after'),
            afterHint: c.get('afterHint'),
            name: `download outreach ${name}`,
          });
          const { project, firms } = await own.read(actor, (tx) => readList(tx, input));
          const today = californiaDay(new Date());
          return c.body(await make(project.title, firms, dayWords(today)), 200, {
            'Content-Type': 'application/pdf',
            'Content-Disposition': `attachment; filename="outreach-${name}-${today}.pdf"`,
            'Cache-Control': 'no-store',
          });
        });
      }
    }
  };

/** Sends a record of an outreach as a PDF. */
export const outreachRecordDownload: Route = (app, { db, limits }) => {
  for (const [room, allowed] of rooms) {
    app.get(`${room}/records/:recordId`, async (c) => {
      const signedIn = c.get('signedIn');
      const actor = admit(allowed, signedIn);
      if (signedIn) await limits.count('download by account', signedIn.account.userId);
      const input = getOutreachRecordInput.parse(c.req.param());
      const own = forRequest(db, {
        requestId: c.get('requestId'),
        signal: c.req.raw.signal,
        after: c.get('after'),
        afterHint: c.get('afterHint'),
        name: 'download outreach record',
      });
      const { snapshot } = await own.read(actor, (tx) => getOutreachRecord(tx, input));
      return c.body(await makeRecordPdf(snapshot, dayWords(californiaDay(new Date()))), 200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': `attachment; filename="outreach-record-${snapshot.madeOn}.pdf"`,
        'Cache-Control': 'no-store',
      });
    });
  }
};
