import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import PostalMime from 'postal-mime';
import { systemActor } from '../../engine/actors.ts';
import { noteReturnedMail } from '../../outreach/commands.ts';
import { type CommandContext, withDatabase } from './command-context.ts';

/** The facts that a bounce tells of the mail that came back. */
export interface Bounce {
  /** False for one that only says that the mail is late. */
  isFinal: boolean;
  messageId: string | undefined;
  why: string;
}

/** Reads a delivery status notification (RFC 3464), as mail servers send it. Undefined for any other mail. */
export async function readBounce(raw: string): Promise<Bounce | undefined> {
  const { attachments } = await PostalMime.parse(raw, {
    attachmentEncoding: 'utf8',
    forceRfc822Attachments: true,
  });
  const contentOf = (types: string[]) =>
    attachments.filter(({ mimeType }) => types.includes(mimeType)).map(({ content }) => String(content));
  const [report] = contentOf(['message/delivery-status']);
  if (report === undefined) return undefined;
  // A long line goes on after a line break and a space.
  const fields = new Map(
    report
      .replace(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/)
      .map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  );
  const [returned] = contentOf(['message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers']);
  const messageId = returned && (await PostalMime.parse(`${returned}\r\n\r\n`)).messageId;
  return {
    isFinal: fields.get('action')?.toLowerCase() === 'failed',
    messageId: messageId?.replace(/^<|>$/g, ''),
    why: (fields.get('diagnostic-code') ?? fields.get('status') ?? '').replace(/^smtp;\s*/i, ''),
  };
}

export function mailCommand(context: CommandContext): Command {
  const command = new Command('mail').description('the mail that the portal has sent');
  command
    .command('returned')
    .description('notes that a mail came back, from the bounce of a mail server; exits 1 for any other mail')
    .argument('[file]', 'the bounce as it came (default: standard input)')
    .action(async (file: string | undefined) => {
      const raw = file ? await readFile(file, 'utf8') : await text(context.stdin ?? process.stdin);
      const say = (message: string) => void context.stdout.write(`${message}\n`);
      const bounce = await readBounce(raw);
      if (!bounce?.messageId) {
        say('This is no bounce of a mail server that names the mail which came back.');
        process.exitCode = 1;
        return;
      }
      const { messageId, why, isFinal } = bounce;
      if (!isFinal) {
        say('The mail server still tries to deliver the mail. Nothing is noted.');
        return;
      }
      const address = await withDatabase(context, (db) =>
        db.write(systemActor('bounce'), (tx) => noteReturnedMail(tx, { messageId, why })),
      );
      say(address ? `Noted that the mail to ${address} came back.` : 'The portal knows no such mail.');
      if (!address) process.exitCode = 1;
    });
  return command;
}
