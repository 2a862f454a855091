import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { AddWebhookInput, AlertState, WebhookInput } from '@namc/inputs/health';
import { and, eq, ne, sql as text } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { isPublicAddress } from '../../engine/public-host.ts';
import { decrypt, encrypt } from '../../engine/secrets/cipher.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { isThisMachine } from '../../engine/this-machine.ts';
import { alertDeliveries, alertWebhooks, type WebhookMessage } from '../tables.ts';

const looks = {
  bad: ['Act now', 'danger'],
  warn: ['Look at it', 'warning'],
  unknown: ['Unknown', '#5E6878'],
  over: ['Over', 'good'],
} as const;

/** These three begin what Slack reads as a link or a mention. */
const plain = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Puts news into a message: a title, then a field for each thing with its state. `path` is a page of the portal. */
export function webhookMessage(
  title: string,
  url: string,
  news: { state: AlertState | 'over'; says: string }[],
): WebhookMessage {
  return {
    text: `${plain(title)}\n${url}`,
    attachments: news.map(({ state, says }) => ({
      color: looks[state][1],
      fields: [{ title: looks[state][0], value: plain(says), short: false }],
    })),
  };
}

/** The place of a webhook's address or secret, for the cipher. */
export const webhookCell = (column: 'encrypted_address' | 'encrypted_secret', row: string) => ({
  table: 'alert_webhooks',
  column,
  row,
});

const makeSecret = () => `whsec_${randomBytes(32).toString('base64url')}`;

/**
 * Adds an address to which alerts are sent, and returns its id and the secret of its signatures. Nobody can read the secret again.
 * `mayStayHere` lets a developer add one on this machine.
 * @throws Refused for a name that another webhook has, and for an address that would never be asked.
 */
export async function addWebhook(
  tx: WriteTransaction,
  ring: KeyRing,
  { name, address }: AddWebhookInput,
  { mayStayHere }: { mayStayHere: boolean },
): Promise<{ id: string; secret: string }> {
  const { protocol, host, hostname } = new URL(address);
  if (!(mayStayHere && isThisMachine(hostname))) {
    if (protocol !== 'https:') throw new Refused('The address must begin with https://.');
    const literal = hostname.replace(/^\[|\]$/g, '');
    // A name is looked up when a message goes out, because the answer may be another by then.
    if (isThisMachine(hostname) || (isIP(literal) !== 0 && !isPublicAddress(literal)))
      throw new Refused('The address leads into a private network.');
  }
  const [made] = await tx.orm
    .insert(alertWebhooks)
    .values({ name, host })
    .returning({ id: alertWebhooks.id });
  if (!made) throw new TypeError('An insert returns its row.');
  const { id } = made;
  const secret = makeSecret();
  // The place of a ciphertext is its row, which the database names.
  const cell = (column: Parameters<typeof webhookCell>[0], text: string) =>
    encrypt(ring, webhookCell(column, id), text);
  await tx.sql`
    select keep_webhook_secrets(${id}, ${cell('encrypted_address', address)}, ${cell('encrypted_secret', secret)})`;
  await recordAdminAction(
    tx,
    { action: 'health.webhook_add', targetTable: 'alert_webhooks', targetId: id },
    { name, host },
  );
  return { id, secret };
}

/**
 * Gives a webhook a new secret, and returns it. The old one signs nothing any more.
 * @throws Refused for one that is no more.
 */
export async function rotateWebhook(
  tx: WriteTransaction,
  ring: KeyRing,
  { id }: WebhookInput,
): Promise<{ secret: string }> {
  const secret = makeSecret();
  const cell = encrypt(ring, webhookCell('encrypted_secret', id), secret);
  await tx.sql`select keep_webhook_secrets(${id}, null, ${cell})`;
  await recordAdminAction(tx, {
    action: 'health.webhook_rotate',
    targetTable: 'alert_webhooks',
    targetId: id,
  });
  return { secret };
}

/**
 * Removes a webhook with its deliveries.
 * @throws Refused for one that is no more.
 */
export async function removeWebhook(tx: WriteTransaction, { id }: WebhookInput): Promise<void> {
  const [row] = await tx.orm
    .delete(alertWebhooks)
    .where(eq(alertWebhooks.id, id))
    .returning({ name: alertWebhooks.name });
  if (!row) throw new Refused('This webhook was removed.');
  await recordAdminAction(
    tx,
    { action: 'health.webhook_remove', targetTable: 'alert_webhooks', targetId: id },
    { name: row.name },
  );
}

/**
 * Sends a test to a webhook, in the background.
 * @throws Refused for one that is no more.
 */
export async function testWebhook({ sql }: WriteTransaction, { id }: WebhookInput): Promise<void> {
  await sql`select send_webhook_test(${id})`;
}

/** Sends a message to every webhook, in the background. For the system. */
export async function sendToWebhooks(
  { sql }: WriteTransaction,
  kind: 'ALERTS' | 'ESCALATION',
  message: WebhookMessage,
): Promise<void> {
  await sql`
    with made as (
      insert into alert_deliveries (webhook_id, kind, message)
      select w.id, ${kind}, ${JSON.stringify(message)}::text::jsonb from alert_webhooks w order by w.id returning id)
    select enqueue_job('send-webhook', jsonb_build_object('deliveryId', id)) from made`;
}

/** A delivery with the secrets of its webhook. `message` is null for a test. Use it at once and never log it. */
export interface TakenDelivery {
  message: WebhookMessage | null;
  attempts: number;
  name: string;
  address: string;
  secret: string;
}

/**
 * Counts an attempt, and returns the delivery; undefined if it was sent, or its webhook is no more. For the system.
 * @throws Failure if the address cannot be decrypted.
 */
export async function takeDelivery(
  { orm }: WriteTransaction,
  ring: KeyRing,
  { deliveryId }: { deliveryId: string },
): Promise<TakenDelivery | undefined> {
  const [row] = await orm
    .update(alertDeliveries)
    .set({ attempts: text`${alertDeliveries.attempts} + 1`, triedAt: text`now()` })
    .from(alertWebhooks)
    .where(
      and(
        eq(alertDeliveries.id, deliveryId),
        eq(alertWebhooks.id, alertDeliveries.webhookId),
        ne(alertDeliveries.status, 'SENT'),
      ),
    )
    .returning({
      id: alertWebhooks.id,
      name: alertWebhooks.name,
      address: alertWebhooks.encryptedAddress,
      secret: alertWebhooks.encryptedSecret,
      message: alertDeliveries.message,
      attempts: alertDeliveries.attempts,
    });
  if (!row?.address || !row.secret) return undefined;
  const { id, name, message, attempts } = row;
  return {
    name,
    message,
    attempts,
    address: decrypt(ring, webhookCell('encrypted_address', id), row.address),
    secret: decrypt(ring, webhookCell('encrypted_secret', id), row.secret),
  };
}

/** Records what the server answered, or why nothing came; after the last attempt the delivery counts as failed. For the system. */
export async function noteDelivery(
  { orm }: WriteTransaction,
  {
    deliveryId,
    answer,
    problem = null,
    isFinal = false,
  }: { deliveryId: string; answer: number | null; problem?: string | null; isFinal?: boolean },
): Promise<void> {
  const status = problem === null ? 'SENT' : isFinal ? 'FAILED' : 'WAITING';
  await orm
    .update(alertDeliveries)
    .set({ status, answer, problem: problem?.replaceAll(/\s+/g, ' ').slice(0, 300) ?? null })
    .where(eq(alertDeliveries.id, deliveryId));
}

/** Deletes deliveries of more than 30 days ago. For the system. */
export async function forgetOldDeliveries({ orm }: WriteTransaction): Promise<void> {
  await orm.delete(alertDeliveries).where(text`${alertDeliveries.createdAt} < now() - interval '30 days'`);
}
