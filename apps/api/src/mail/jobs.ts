import type { Database } from '@namc/db';
import { keepMail, markMailSent, noteMailProblem, takeMail } from '@namc/db/mail/commands';
import { queues } from '@namc/db/queue/queues';
import { isThisMachine } from '@namc/db/settings';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { worker } from '../jobs/job.ts';

const payloadOfMail = z.object({ mailId: z.uuid() });
/**
 * The sum is shorter than the queue's time limit. After that limit the queue considers this worker dead and lets
 * another one send the mail.
 */
const limits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * The options of a connection to a mail server. To another machine, mail goes over TLS or not at all: it holds links that
 * let people in, and a server in between could take away the offer of STARTTLS.
 */
export const smtpOptions = (url: string) => ({
  url,
  ...limits,
  requireTLS: !isThisMachine(new URL(url).hostname),
});

/** Sends one mail, or keeps it if there is no mail server. */
export function makeMailSender({ smtpUrl, from }: { smtpUrl: string | undefined; from: string }) {
  const transport = smtpUrl ? createTransport(smtpOptions(smtpUrl)) : undefined;

  async function send(db: Database, payload: unknown): Promise<void> {
    const { mailId } = payloadOfMail.parse(payload);
    if (!transport) return db.write(worker, (tx) => keepMail(tx, { mailId }));
    const mail = await db.write(worker, (tx) => takeMail(tx, { mailId }));
    if (!mail) return;
    try {
      await transport.sendMail({
        from,
        to: mail.recipient,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.messageId}>`,
        // Never loads a path or URL that appears in a mail's own text.
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const isFinal = mail.attempts > queues['send-mail'].retryLimit;
      await db.write(worker, (tx) => noteMailProblem(tx, { mailId, problem, isFinal }));
      throw error;
    }
    await db.write(worker, (tx) => markMailSent(tx, { mailId }));
  }

  return { send, close: () => transport?.close() };
}
