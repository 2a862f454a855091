import { noteCardRemoved, noticeRenewal } from '@namc/db/renewals/commands';
import {
  listCardsToLookAt,
  listCardsToRemove,
  listChargesToMake,
  listRenewalsToNotice,
} from '@namc/db/renewals/queries';
import { lookAtCard } from '../checkouts/settle.ts';
import type { PaymentProvider } from '../http/payment-provider.ts';
import { type Job, worker } from '../jobs/job.ts';
import { chargeCard } from './charge-card.ts';

/**
 * Makes the job of automatic renewals: it tells members before their card is charged, asks once a day whether each card is still there,
 * charges cards whose day has come, and removes the cards of renewals that are off. One that fails doesn’t keep the others waiting.
 */
export const makeRenewer =
  (payments: PaymentProvider, portal: string): Job =>
  async (db, _payload, signal) => {
    if (!payments.online) return;
    const parts = { db, payments, portal };
    const problems: unknown[] = [];
    const each = async <Item>(items: Item[], act: (item: Item) => Promise<void>) => {
      for (const item of items) {
        signal.throwIfAborted();
        await act(item).catch((error: unknown) => problems.push(error));
      }
    };
    const fresh = { freshness: 'latest' } as const;
    await each(await db.read(worker, listRenewalsToNotice, fresh), (renewalId) =>
      db.write(worker, (tx) => noticeRenewal(tx, { renewalId, portal })),
    );
    const cards = await db.read(worker, (tx) => listCardsToLookAt(tx, {}), fresh);
    await each(cards, (card) => lookAtCard(parts, card));
    await each(await db.read(worker, listChargesToMake, fresh), (chargeId) => chargeCard(parts, chargeId));
    await each(await db.read(worker, listCardsToRemove, fresh), async ({ id, methodReference }) => {
      await payments.removeCard(methodReference);
      await db.write(worker, (tx) => noteCardRemoved(tx, { renewalId: id }));
    });
    if (problems.length > 0) throw new AggregateError(problems, `${problems.length} renewals have to wait`);
  };
