import type { HttpBindings } from '@hono/node-server';
import type { Database } from '@namc/db';
import { decrypt } from '@namc/db/cipher';
import type { KeyRing } from '@namc/db/keys';
import { letterNames, previewLetter } from '@namc/db/mail/preview';
import { type KeptMail, keptPage, listKeptMail } from '@namc/db/mail/queries';
import { isThisMachine } from '@namc/db/settings';
import type { Env, Hono, MiddlewareHandler } from 'hono';
import { html, raw } from 'hono/html';
import { actorOf } from '../actors.ts';

export interface Outbox {
  db: Database;
  /** The keys under which the worker keeps mail. */
  keys: KeyRing;
  /** The demo staff's sign-in codes, for a person who tries the portal for the first time. */
  codes?: () => Promise<{ email: string; code: string }[]>;
}

const system = actorOf(undefined, 'system:outbox');
const shown = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'America/Los_Angeles',
});

/**
 * `/dev/outbox` shows the mail of a portal that sends none, so that a newcomer can follow its links. `/dev/letters`
 * shows every letter. Both answer only this machine (`onlyHere`), and neither exists in production.
 */
export function addOutbox<E extends Env>(app: Hono<E>, { db, keys, codes }: Outbox): void {
  app.use('/dev/*', onlyHere);
  addLetters(app);
  app.get('/dev/outbox', async (c) => {
    const [mail, all] = [
      await db.read(system, (tx) => listKeptMail(tx, { limit: 50 })),
      (await codes?.()) ?? [],
    ];
    c.header('Cache-Control', 'no-store');
    return c.html(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Outbox · NAMC NorCal</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main>
<h1>Outbox</h1>
<p>This portal sends no mail. These are the mails that it would have sent, newest first. Set SMTP_URL to send them.</p>
<p><a href="/dev/letters">All letters</a></p>
${all.length > 0 ? html`<h2>Sign-in codes of the invented staff</h2><ul>${all.map(({ email, code }) => html`<li>${email}: <strong>${code}</strong></li>`)}</ul>` : ''}
${mail.length === 0 ? html`<p>Nothing yet.</p>` : ''}
${mail.map(
  (
    one,
  ) => html`<article><h2>${one.subject}</h2><p>To ${one.recipient}, ${shown.format(one.createdAt)} Pacific time</p>
${raw(bodyOf(pageOf(keys, one)))}</article><hr>`,
)}
</main></body></html>`);
  });
}

/**
 * Passes a request from this machine to this machine. The Host header tells of a page elsewhere whose name was pointed
 * at this machine (DNS rebinding); the connection's own address tells of a caller elsewhere, whatever Host they send.
 */
const onlyHere: MiddlewareHandler = async (c, next) => {
  const host = `http://${c.req.header('host') ?? ''}`;
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  const caller = incoming?.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const isHere = URL.canParse(host) && isThisMachine(new URL(host).hostname) && isThisMachine(caller);
  return isHere ? next() : c.notFound();
};

/** Letters carry inline styles, as mail requires. The other pages' policy would forbid that. */
export const allowLetterStyle: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set(
    'Content-Security-Policy',
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'",
  );
};

function addLetters<E extends Env>(app: Hono<E>): void {
  app.get('/dev/letters', (c) =>
    c.html(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Letters · NAMC NorCal</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1>Letters</h1>
<table><thead><tr><th scope="col">Letter</th><th scope="col">Subject</th><th scope="col">As</th></tr></thead><tbody>
${letterNames.map(
  (name) =>
    html`<tr><th scope="row">${name}</th><td>${previewLetter(name).subject}</td><td><a href="/dev/letters/${name}.html">HTML</a> <a href="/dev/letters/${name}.txt">text</a></td></tr>`,
)}
</tbody></table></main></body></html>`),
  );
  app.get('/dev/letters/:file{[a-z-]+\\.(html|txt)}', (c) => {
    const [name, form] = c.req.param('file').split('.');
    const known = letterNames.find((one) => one === name);
    if (!known) return c.notFound();
    const letter = previewLetter(known);
    if (form === 'txt') return c.text(`${letter.subject}\n\n${letter.text}`);
    return c.html(letter.html);
  });
}

/** Mail from before the keys changed cannot be shown any more. */
function pageOf(keys: KeyRing, { id, encryptedPage }: KeptMail): string {
  try {
    return decrypt(keys, keptPage(id), encryptedPage);
  } catch {
    return '<body><p>This mail was kept under another key.</p></body>';
  }
}

/** The HTML of a mail. The portal wrote it and escaped every value, so it is safe to show. */
const bodyOf = (page: string) =>
  /<body[^>]*>(.*)<\/body>/s.exec(page)?.[1]?.replace(/ style="[^"]*"/g, '') ?? '';
