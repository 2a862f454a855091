import type { Actor, Database } from '@namc/db';
import { forgetUnconfirmed } from '@namc/db/accounts/commands/close';
import { keepMail, markMailSent, noteMailProblem, takeMail } from '@namc/db/mail/commands';
import { maintainPartitions } from '@namc/db/partitions';
import { queues } from '@namc/db/queue/queues';
import { startWorker } from '@namc/db/queue/worker';
import { forgetExpired } from '@namc/db/sign-in/commands/sessions';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { z } from 'zod';

const system: Actor = { kind: 'system', name: 'worker' };
const mailPayload = z.object({ mailId: z.uuid() });

export interface Work {
  db: Database;
  logger: Logger;
  /** Without it mail is kept. */
  smtpUrl: string | undefined;
  mailFrom: string;
  pollEveryMs?: number;
  superviseEverySeconds?: number;
}

/** Does the portal's background work until it is stopped. */
export async function doWork(work: Work): Promise<{ stop(graceMs: number): Promise<void> }> {
  const { db, logger, smtpUrl } = work;
  // All of it has to be over before the queue thinks that the worker has died, and lets another one send the mail too.
  const limits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
  const transport = smtpUrl ? createTransport({ url: smtpUrl, ...limits }) : undefined;

  async function sendMail(payload: unknown): Promise<void> {
    const { mailId } = mailPayload.parse(payload);
    if (!transport) {
      await db.write(system, (tx) => keepMail(tx, { mailId }));
      return;
    }
    const mail = await db.write(system, (tx) => takeMail(tx, { mailId }));
    if (!mail) return;
    try {
      await transport.sendMail({
        from: work.mailFrom,
        to: mail.recipient,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.messageId}>`,
        // A path or an address in a mail's own words is never read from here.
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const isFinal = mail.attempts > queues['send-mail'].retryLimit;
      await db.write(system, (tx) => noteMailProblem(tx, { mailId, problem, isFinal }));
      throw error;
    }
    await db.write(system, (tx) => markMailSent(tx, { mailId }));
  }

  const worker = await startWorker({
    db,
    handlers: {
      'send-mail': sendMail,
      'maintain-partitions': async () => {
        const failed = (await maintainPartitions(db)).filter(({ outcome }) => outcome === 'failed');
        if (failed.length > 0) {
          throw new Error(
            failed.map(({ partitionName, problem }) => `${partitionName}: ${problem}`).join('; '),
          );
        }
      },
      'forget-expired': async () => {
        await db.write(system, forgetExpired);
        await db.write(system, forgetUnconfirmed);
      },
    },
    onError: (error) => logger.error({ err: error }, 'background work failed'),
    ...(work.pollEveryMs ? { pollEveryMs: work.pollEveryMs } : {}),
    ...(work.superviseEverySeconds ? { superviseEverySeconds: work.superviseEverySeconds } : {}),
  });
  return {
    stop: async (graceMs) => {
      await worker.stop(graceMs);
      transport?.close();
    },
  };
}
