import type { Database } from '@namc/db';
import { encrypt } from '@namc/db/cipher';
import { getDocument } from '@namc/db/invoices/queries';
import type { KeyRing } from '@namc/db/keys';
import { keepMail, markMailSent, noteMailProblem } from '@namc/db/mail/commands';
import { type PreparedMail, prepareMail } from '@namc/db/mail/prepare';
import { keptPage } from '@namc/db/mail/queries';
import { queues } from '@namc/db/queue/queues';
import { makeLink } from '@namc/db/sign-in/commands/links';
import { smtpOptions } from '@namc/db/smtp-options';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { makeDocumentPdf } from '../invoices/document-pdf.ts';
import { documentFileName } from '../invoices/document-words.ts';
import { worker } from '../jobs/job.ts';

const payloadOfMail = z.object({ mailId: z.uuid() });
/** Connections that stay open for the next mail: a batch of the queue is sent side by side. */
const pool = { pool: true, maxConnections: queues['send-mail'].batchSize, maxMessages: 500 } as const;

export interface MailSettings {
  smtpUrl: string | undefined;
  from: string;
  /** The portal's own address, which links in mail begin with. Without it, the row says it. */
  origin?: string | undefined;
  /** Without a mail server: the keys under which a page for `/dev/outbox` is kept. */
  keptUnder?: KeyRing | undefined;
}

/** Sends one mail, or keeps it if there is no mail server. */
export function makeMailSender({ smtpUrl, from, origin, keptUnder }: MailSettings) {
  const transport = smtpUrl ? createTransport({ ...smtpOptions(smtpUrl), ...pool }) : undefined;

  async function send(db: Database, payload: unknown): Promise<void> {
    const { mailId } = payloadOfMail.parse(payload);
    if (!transport) return keep(db, mailId);
    const mail = await db.write(worker, (tx) => prepareMail(tx, { mailId, makeLink, origin }));
    if (!mail) return;
    try {
      await transport.sendMail({ ...messageOf(mail), attachments: await attachmentsOf(db, mail) });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const isFinal = mail.attempts > queues['send-mail'].retryLimit;
      await db.write(worker, (tx) => noteMailProblem(tx, { mailId, problem, isFinal }));
      throw error;
    }
    await db.write(worker, (tx) => markMailSent(tx, { mailId }));
  }

  const messageOf = ({ recipient, subject, text, html, messageId, stopsAt }: PreparedMail) => ({
    from,
    // As an object, so that nothing in it is read as a second address.
    to: { name: '', address: recipient },
    subject,
    text,
    html,
    messageId: `<${messageId}>`,
    ...(stopsAt && {
      headers: { 'List-Unsubscribe': `<${stopsAt}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    }),
    // Never loads a path or URL that appears in a mail's own text.
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  async function attachmentsOf(db: Database, { attachedId }: PreparedMail) {
    if (!attachedId) return [];
    const document = await db.read(worker, (tx) => getDocument(tx, { documentId: attachedId }));
    const content = await makeDocumentPdf(document.snapshot);
    return [{ filename: documentFileName(document), content, contentType: 'application/pdf' }];
  }

  async function keep(db: Database, mailId: string): Promise<void> {
    await db.write(worker, async (tx) => {
      // Nobody reads it in production, so no link is made there.
      const mail = keptUnder && (await prepareMail(tx, { mailId, makeLink, origin }));
      if (keptUnder && !mail) return;
      const encryptedPage = mail && encrypt(keptUnder, keptPage(mailId), mail.html);
      await keepMail(tx, { mailId, encryptedPage });
    });
  }

  return { send, close: () => transport?.close() };
}
