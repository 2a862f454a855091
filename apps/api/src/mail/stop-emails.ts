import { forRequest } from '@namc/db';
import { stopLetters } from '@namc/db/mail/commands';
import { stopLettersInput } from '@namc/inputs/mail';
import { HTTPException } from 'hono/http-exception';
import type { Route } from '../download.ts';
import { limitBody } from '../http/body-limit.ts';

/** The form that a mail program sends has one field. */
const largestForm = 1024;

/**
 * Ends letters by one click in a mail program (RFC 8058). It asks for no sign-in and no cookie, and a repetition is answered the same.
 * A GET is no address here: programs that look at the links of a mail must end nothing.
 */
export const stopEmails: Route = (app, { db, limits }) => {
  app.post('/api/stop-emails', limitBody(largestForm), async (c) => {
    await limits.countNetwork('question by address', c.get('caller').origin.address);
    const { success, data } = stopLettersInput.safeParse({ keys: c.req.queries('key') ?? [] });
    if (!success) throw new HTTPException(400, { message: 'This address is not whole.' });
    const own = forRequest(db, { requestId: c.get('requestId'), name: 'stop emails' });
    await own.write({ kind: 'visitor' }, (tx) => stopLetters(tx, data));
    return c.text('You get no more of these emails.');
  });
};
