import { forRequest } from '@namc/db';
import { checkMemberFile } from '@namc/db/member-imports/commands/import-members';
import { checkMemberFileInput, memberFileBytes } from '@namc/inputs/member-imports';
import type { Route } from '../download.ts';
import { limitBody } from '../http/body-limit.ts';
import { admit, allowedBy } from '../trpc.ts';
import { memberImportsRouter } from './router.ts';

/** Takes a file of members and checks it. The permission is asked before the body is read. */
export const memberFileUpload: Route = (app, { db }) => {
  const allowed = allowedBy(memberImportsRouter.start);
  app.put(
    '/api/member-imports',
    async (c, next) => {
      admit(allowed, c.get('signedIn'));
      await next();
    },
    limitBody(memberFileBytes),
    async (c) => {
      const actor = admit(allowed, c.get('signedIn'));
      const { fileName } = checkMemberFileInput.parse(c.req.query());
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      const own = forRequest(db, {
        requestId: c.get('requestId'),
        after: c.get('after'),
        name: 'check member file',
      });
      const importId = await own.write(actor, (tx) => checkMemberFile(tx, { fileName, bytes }));
      return c.json({ importId });
    },
  );
};
