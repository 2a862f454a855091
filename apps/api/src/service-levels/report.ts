import { forRequest } from '@namc/db';
import { getServiceReport } from '@namc/db/service-levels/queries';
import { getServiceReportInput } from '@namc/inputs/service-levels';
import type { Route } from '../download.ts';
import { admit, allowedBy } from '../trpc.ts';
import { makeReportPdf } from './report-pdf.ts';
import { serviceLevelsRouter } from './router.ts';

/** Sends the report of a month as a PDF, to those who may read its page. */
export const serviceReport: Route = (app, { db, limits }) => {
  app.get('/api/service-levels/report.pdf', async (c) => {
    const signedIn = c.get('signedIn');
    const actor = admit(allowedBy(serviceLevelsRouter.getReport), signedIn);
    if (signedIn) await limits.count('download by account', signedIn.account.userId);
    const input = getServiceReportInput.parse(c.req.query());
    const own = forRequest(db, {
      requestId: c.get('requestId'),
      signal: c.req.raw.signal,
      after: c.get('after'),
      afterHint: c.get('afterHint'),
      name: 'download service report',
    });
    const report = await own.read(actor, (tx) => getServiceReport(tx, input));
    return c.body(await makeReportPdf(report, new Date()), 200, {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="service-levels-${input.month}.pdf"`,
      'Cache-Control': 'no-store',
    });
  });
};
