import { forRequest } from '@namc/db';
import { setHomePicture } from '@namc/db/home-sections/commands';
import { getHomePicture } from '@namc/db/home-sections/queries';
import { getHomePictureInput, pictureBytes, setHomePictureInput } from '@namc/inputs/home-sections';
import type { Route } from '../download.ts';
import { limitBody } from '../http/body-limit.ts';
import { admit, allowedBy } from '../trpc.ts';
import { homeSectionsRouter } from './router.ts';

const pageAddress = '/api/home-pictures/:pictureId';
/** Staff alone see the picture of a hidden section. */
const staffAddress = '/api/home-sections/pictures/:pictureId';

/** Sends a picture of the public home page. A picture never changes, so browsers keep it; the page names a new one. */
export const homePicture: Route = (app, { db, limits }) => {
  app.on('GET', [pageAddress, staffAddress], async (c) => {
    const isForStaff = c.req.path.startsWith('/api/home-sections/');
    const { getPage, list } = homeSectionsRouter;
    const signedIn = c.get('signedIn');
    const actor = admit(allowedBy(isForStaff ? list : getPage), signedIn);
    // As the question of a page: each asks the database, for up to 400,000 bytes.
    if (!signedIn) await limits.countNetwork('question by address', c.get('caller').origin.address);
    const input = getHomePictureInput.parse({ pictureId: c.req.param('pictureId') });
    const own = forRequest(db, {
      requestId: c.get('requestId'),
      after: c.get('after'),
      afterHint: c.get('afterHint'),
      name: 'home picture',
    });
    const { bytes, contentType } = await own.read(actor, (tx) => getHomePicture(tx, input));
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': contentType,
      'Cache-Control': 'private, max-age=31536000, immutable',
    });
  });
};

/** Takes a picture of the home page. The permission is asked before the body is read. */
export const homePictureUpload: Route = (app, { db }) => {
  const allowed = allowedBy(homeSectionsRouter.removePicture);
  app.put(
    '/api/home-sections/:sectionId/picture',
    async (c, next) => {
      admit(allowed, c.get('signedIn'));
      await next();
    },
    limitBody(pictureBytes),
    async (c) => {
      const actor = admit(allowed, c.get('signedIn'));
      const input = setHomePictureInput.parse({ ...c.req.param(), ...c.req.query() });
      const bytes = Buffer.from(await c.req.arrayBuffer());
      const own = forRequest(db, {
        requestId: c.get('requestId'),
        after: c.get('after'),
        name: 'set home picture',
      });
      await own.write(actor, (tx) => setHomePicture(tx, { ...input, bytes }));
      return c.body(null, 204);
    },
  );
};
