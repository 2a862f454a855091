import type { Database } from '@namc/db';
import { listKeptMail } from '@namc/db/mail/queries';
import type { Env, Hono } from 'hono';
import { html, raw } from 'hono/html';

export interface Outbox {
  db: Database;
  /** Codes of the invented staff's authenticators, for whoever looks at the portal for the first time. */
  codes?: () => Promise<{ email: string; code: string }[]>;
}

const system = { kind: 'system', name: 'outbox' } as const;
const shown = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'America/Los_Angeles',
});

/** `/dev/outbox`: the mail of a portal that sends none, so that a newcomer can follow its links. Never in production. */
export function addOutbox<E extends Env>(app: Hono<E>, { db, codes }: Outbox): void {
  app.get('/dev/outbox', async (c) => {
    const [mail, all] = [
      await db.read(system, (tx) => listKeptMail(tx, { limit: 50 })),
      (await codes?.()) ?? [],
    ];
    c.header('Cache-Control', 'no-store');
    return c.html(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Outbox · NAMC NorCal</title><meta name="viewport" content="width=device-width"></head>
<body><main>
<h1>Outbox</h1>
<p>This portal sends no mail: here is what it would have sent, the newest first. Set SMTP_URL to send it.</p>
${all.length > 0 ? html`<h2>Codes of the invented staff’s authenticators</h2><ul>${all.map(({ email, code }) => html`<li>${email}: <strong>${code}</strong></li>`)}</ul>` : ''}
${mail.length === 0 ? html`<p>Nothing yet.</p>` : ''}
${mail.map(
  (
    one,
  ) => html`<article><h2>${one.subject}</h2><p>To ${one.recipient}, ${shown.format(one.createdAt)} Pacific time</p>
${raw(bodyOf(one.html))}</article><hr>`,
)}
</main></body></html>`);
  });
}

/** The portal wrote it, with everything from outside escaped. */
const bodyOf = (page: string) =>
  /<body[^>]*>(.*)<\/body>/s.exec(page)?.[1]?.replace(/ style="[^"]*"/g, '') ?? '';
