import type { HttpBindings } from '@hono/node-server';
import type { Database } from '@namc/db';
import { decrypt } from '@namc/db/cipher';
import type { KeyRing } from '@namc/db/keys';
import { letterNames, previewLetter } from '@namc/db/mail/preview';
import { type KeptMail, keptPage, listKeptMail } from '@namc/db/mail/queries';
import { isThisMachine } from '@namc/db/this-machine';
import type { Env, Hono, MiddlewareHandler } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
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
 * `/dev/outbox` shows the mail of a portal that sends none, so that a newcomer can follow its links, and each mail as its
 * reader sees it at an address of its own. `?to=` shows the mail to one address. `/dev/letters` shows every letter. All of them answer only this machine (`onlyHere`), and neither exists in production.
 */
export function addOutbox<E extends Env>(app: Hono<E>, { db, keys, codes }: Outbox): void {
  app.use('/dev/*', onlyHere);
  addLetters(app);
  app.get('/dev/outbox', async (c) => {
    const [mail, all] = [
      await db.read(system, (tx) => listKeptMail(tx, { to: c.req.query('to'), limit: 50 }), {
        name: 'listKeptMail',
      }),
      (await codes?.()) ?? [],
    ];
    c.header('Cache-Control', 'no-store');
    return c.html(
      pageWith(
        'Outbox',
        html`<p>This portal doesn’t send email. Here is what it would have sent, newest first. Set SMTP_URL to send it. <a href="/dev/letters">All email templates</a></p>
${all.length > 0 ? codeList(all) : ''}
<h2>Email</h2>
${mail.length === 0 ? html`<p>Nothing yet. Reload this page after you apply, or ask for a new password.</p>` : ''}
${mail.map(
  (
    one,
  ) => html`<article><h3>${one.subject}</h3><p>To ${one.recipient}, ${shown.format(one.createdAt)} Pacific time</p>
<div>${raw(bodyOf(pageOf(keys, one)))}</div>
<p><a href="/dev/outbox/${one.id}">See it as the recipient does</a></p></article>`,
)}`,
      ),
    );
  });
  app.get('/dev/outbox/:id', async (c) => {
    const mail = await db.read(system, (tx) => listKeptMail(tx, { limit: 50 }), { name: 'listKeptMail' });
    const one = mail.find(({ id }) => id === c.req.param('id'));
    c.header('Cache-Control', 'no-store');
    return one ? c.html(pageOf(keys, one)) : c.notFound();
  });
  app.get('/dev/outbox.css', (c) => c.body(looks, 200, { 'Content-Type': 'text/css' }));
}

/** The codes and how long they are good: each half minute has its own. */
const codeList = (codes: { email: string; code: string }[]) => html`<h2>Sign-in codes of the demo staff</h2>
<p>A code works once, for ${30 - (Math.floor(Date.now() / 1000) % 30)} more seconds. Reload this page for the next one.</p>
<ul>${codes.map(({ email, code }) => html`<li>${email}: <strong>${code}</strong></li>`)}</ul>`;

const looks = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 45rem; margin: 2rem auto; padding: 0 1rem }
article { margin: 1rem 0; padding: 0 1rem; border: 1px solid light-dark(#e2dcd1, #333b47); border-radius: 12px }
article div { overflow-wrap: anywhere }
.button-text { display: inline-block; padding: 0.5rem 1rem; border-radius: 8px; background: #1b4674; color: #fff }
strong { font: 600 1.125rem ui-monospace, monospace; letter-spacing: 0.1em }
table { border-spacing: 0 } th, td { padding: 0.25rem 1rem 0.25rem 0; text-align: left; font-weight: normal }`;

type Content = HtmlEscapedString | Promise<HtmlEscapedString>;
const pageWith = (title: string, content: Content) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · NAMC NorCal</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><link rel="stylesheet" href="/dev/outbox.css"></head>
<body><main><h1>${title}</h1>
${content}
</main></body></html>`;

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
    "default-src 'none'; img-src data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  );
};

function addLetters<E extends Env>(app: Hono<E>): void {
  app.get('/dev/letters', (c) =>
    c.html(
      pageWith(
        'Letters',
        html`<table><thead><tr><th scope="col">Letter</th><th scope="col">Subject</th><th scope="col">As</th></tr></thead><tbody>
${letterNames.map(
  (name) =>
    html`<tr><th scope="row">${name}</th><td>${previewLetter(name).subject}</td><td><a href="/dev/letters/${name}.html">HTML</a> <a href="/dev/letters/${name}.txt">text</a></td></tr>`,
)}
</tbody></table>`,
      ),
    ),
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
  /<body[^>]*>(.*)<\/body>/s
    .exec(page)?.[1]
    ?.replace(/<div class="preheader".*?<\/div>|<!--.*?-->|\s(?:style|bgcolor)="[^"]*"/gs, '') ?? '';
