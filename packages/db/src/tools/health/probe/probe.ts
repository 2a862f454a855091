import { setTimeout as wait } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { openDatabase } from '../../../database.ts';
import { systemActor } from '../../../engine/actors.ts';
import { smtpOptions } from '../../../engine/smtp-options.ts';
import { recordProbeSamples } from '../../../health/commands/probe.ts';
import { webhookMessage } from '../../../health/commands/webhooks.ts';
import { postWebhook } from '../post-webhook.ts';
import {
  afterSample,
  freshState,
  type ProbeState,
  readState,
  wholeMinutes,
  withoutMinutes,
  writeState,
} from './probe-state.ts';

export interface ProbeOptions {
  /** The name of the probe in `probe_samples`. */
  name: string;
  /** The address of the portal that people type. */
  origin: string;
  stateFile: string;
  /** Tells by mail, if there is a mail server and somebody to tell. */
  mail?: { smtpUrl: string; from: string; to: string } | undefined;
  webhook?: { address: string; secret: string; mayStayHere: boolean } | undefined;
  /** The login of the portal itself, which stores the samples; without it they stay in the file. */
  database?: { url: string; systemUrl: string; preparedStatements: boolean } | undefined;
  /** Called with each line for the operator. */
  say: (line: string) => void;
}

/** The portal has not answered after so long. Its own answer takes 5 s at most. */
const patienceMs = 10_000;
/** So many minutes are handed in at once. */
const handedInAtOnce = 1_000;

/** Asks the portal once. Returns null if it and its database answer, and otherwise the reason in words. */
export async function askPortal(origin: string, signal?: AbortSignal): Promise<string | null> {
  const ending = AbortSignal.any([AbortSignal.timeout(patienceMs), ...(signal ? [signal] : [])]);
  try {
    const answer = await fetch(`${origin}/readyz`, { signal: ending, redirect: 'error', cache: 'no-store' });
    if (answer.ok) {
      await answer.body?.cancel();
      return null;
    }
    const said: unknown = await answer.json().catch(() => undefined);
    const reason =
      typeof said === 'object' && said !== null && 'reason' in said
        ? String(said.reason).replaceAll(/\s+/g, ' ').slice(0, 200)
        : `it answered ${answer.status}.`;
    return reason;
  } catch {
    signal?.throwIfAborted();
    return ending.aborted ? 'it said nothing for 10 seconds.' : 'it could not be reached.';
  }
}

/** One probe with its state. `sample` asks once, tells of a change, hands in what it can, and writes the state. */
export async function openProbe(options: ProbeOptions, now = () => new Date()) {
  const { stateFile, say } = options;
  let state = (await readState(stateFile)) ?? freshState(now());
  const keep = async (next: ProbeState) => {
    state = next;
    await writeState(stateFile, next);
  };
  return {
    async sample(signal?: AbortSignal): Promise<ProbeState> {
      const problem = await askPortal(options.origin, signal);
      const wasUp = state.isUp;
      await keep(afterSample(state, problem, now()));
      if (state.isUp !== wasUp) say(state.notice?.says ?? '');
      if (state.notice) await keep(await tell(options, state));
      const ready = wholeMinutes(state, now()).slice(0, handedInAtOnce);
      if (ready.length > 0 && (await handIn(options, ready))) await keep(withoutMinutes(state, ready));
      return state;
    },
  };
}

/** Asks every so many seconds until it is stopped. */
export async function runProbe(
  options: ProbeOptions,
  { everySeconds, signal }: { everySeconds: number; signal: AbortSignal },
): Promise<void> {
  const probe = await openProbe(options);
  options.say(`Asking ${options.origin}/readyz every ${everySeconds} seconds.`);
  while (!signal.aborted) {
    const began = Date.now();
    try {
      await probe.sample(signal);
    } catch (error) {
      if (signal.aborted) break;
      throw error;
    }
    const restMs = Math.max(0, everySeconds * 1_000 - (Date.now() - began));
    await wait(restMs, undefined, { signal }).catch(() => undefined);
  }
  options.say('Stopped.');
}

/** Tells by each way that has not told it yet. One that fails is tried again with the next sample. */
async function tell({ mail, webhook, origin, say }: ProbeOptions, state: ProbeState): Promise<ProbeState> {
  const { notice } = state;
  if (!notice) return state;
  const title = notice.isOver ? 'The portal answers again' : 'The portal does not answer';
  const waits = {
    mail: notice.waits.mail && mail !== undefined,
    webhook: notice.waits.webhook && webhook !== undefined,
  };
  const attempt = async (way: keyof typeof waits, act: () => Promise<unknown>) => {
    if (!waits[way]) return;
    try {
      await act();
      waits[way] = false;
    } catch (error) {
      say(
        `The notice by ${way} failed, and the next sample tries again: ${error instanceof Error ? error.message : error}`,
      );
    }
  };
  await attempt('mail', async () => {
    if (!mail) return;
    const transport = createTransport(smtpOptions(mail.smtpUrl));
    try {
      await transport.sendMail({
        from: mail.from,
        to: { name: '', address: mail.to },
        subject: title,
        text: `${notice.says}\n\n${origin}\n\nNAMC NorCal`,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } finally {
      transport.close();
    }
  });
  await attempt('webhook', async () => {
    if (!webhook) return;
    const news = [{ state: notice.isOver ? ('over' as const) : ('bad' as const), says: notice.says }];
    await postWebhook(webhook, webhookMessage(title, origin, news), { mayStayHere: webhook.mayStayHere });
  });
  return { ...state, notice: waits.mail || waits.webhook ? { ...notice, waits } : null };
}

/** Hands minutes in to the database, if it is there. A minute that was handed in twice stands once. */
async function handIn(
  { database, name, say }: ProbeOptions,
  minutes: ProbeState['minutes'],
): Promise<boolean> {
  if (!database) return false;
  const db = openDatabase({ ...database, maxConnections: 1, applicationName: 'portal probe' });
  try {
    await db.write(systemActor('probe'), (tx) =>
      recordProbeSamples(tx, {
        probe: name,
        minutes: minutes.map((one) => ({ ...one, minute: new Date(one.minute) })),
      }),
    );
    return true;
  } catch (error) {
    say(`The samples wait in the file: ${error instanceof Error ? error.message : error}`);
    return false;
  } finally {
    await db.close();
  }
}
