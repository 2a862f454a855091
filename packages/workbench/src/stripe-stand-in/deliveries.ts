import { createHmac, randomUUID } from 'node:crypto';

/** How reports travel. A test makes them late, doubled or lost. */
export interface Travel {
  delayMs: number;
  /** How often each report is sent. */
  times: number;
  /** So many of the next reports are never sent. */
  lose: number;
  /** True keeps reports until they are released. */
  hold: boolean;
  /** `old` is the shape of Stripe’s API of 2020. */
  shape: 'old' | 'new';
  /** Where reports go; undefined for nowhere. */
  hook: string | undefined;
}

interface Thing {
  id: string;
  object: string;
}
export interface Report {
  id: string;
  object: 'event';
  type: string;
  api_version: string;
  created: number;
  livemode: false;
  data: { object: Thing; previous_attributes?: object };
}

const mostTries = 12;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The signature that Stripe puts beside a report. */
export function signatureOf(body: string, secret: string, at = Math.floor(Date.now() / 1000)): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}

/** Sends signed reports to the portal, again and again until it takes them, as Stripe does. */
export function makeDeliveries({ hook, secret }: { hook: string | undefined; secret: string }) {
  const travel: Travel = { delayMs: 0, times: 1, lose: 0, hold: false, shape: 'new', hook };
  const reports: Report[] = [];
  let held: Report[] = [];
  let isClosed = false;

  async function send(report: Report): Promise<void> {
    const to = travel.hook;
    if (!to) return;
    const body = JSON.stringify(report);
    for (let attempt = 1; attempt <= mostTries && !isClosed; attempt += 1) {
      const answer = await fetch(to, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signatureOf(body, secret),
        },
        body,
        signal: AbortSignal.timeout(10_000),
      }).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      await pause(250 * attempt);
    }
  }
  async function deliver(report: Report): Promise<void> {
    await pause(travel.delayMs);
    await Promise.all(Array.from({ length: travel.times }, () => send(report)));
  }
  return {
    travel,
    reports,
    /** Tells the portal that something happened to a thing, as it is now. `before` has what was otherwise. */
    report: (type: string, object: Thing, before?: object): void => {
      const report: Report = {
        id: `evt_${randomUUID().replaceAll('-', '')}`,
        object: 'event',
        type,
        api_version: travel.shape === 'old' ? '2020-08-27' : '2026-10-28.endive',
        created: Math.floor(Date.now() / 1000),
        livemode: false,
        data: { object: structuredClone(object), ...(before && { previous_attributes: before }) },
      };
      reports.push(report);
      if (travel.lose > 0) travel.lose -= 1;
      else if (travel.hold) held.push(report);
      else void deliver(report);
    },
    /** Sends what was held, in this order, and waits until it has arrived. */
    release: async (order: 'first' | 'last' | 'together'): Promise<void> => {
      const waiting = order === 'last' ? held.reverse() : held;
      held = [];
      if (order === 'together') await Promise.all(waiting.map(deliver));
      else for (const report of waiting) await deliver(report);
    },
    repeat: async (id: string, times: number): Promise<void> => {
      const report = reports.find((one) => one.id === id);
      if (report) await Promise.all(Array.from({ length: times }, () => send(report)));
    },
    close: () => {
      isClosed = true;
    },
  };
}
export type Deliveries = ReturnType<typeof makeDeliveries>;
