import type { LiveKind, LiveNews } from '@namc/inputs/live-events';
import { hashKey, type QueryFilters } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { isReachable } from '../../lib/connection.ts';
import { meQuery } from '../accounts/me.ts';
import { readStream } from './event-stream.ts';

/** A hidden page has nobody to show news to. It hears of them when it is shown again. */
const hiddenMs = 60_000;
/** An act's answer is here within this time, mostly, when its outcome is heard. */
const answerMs = 1_000;

/** The queries whose answers an event changes. A page asks again for those that it shows. */
const changes: Record<LiveKind, () => QueryFilters[]> = {
  // Decisions about the person come with a notification.
  notification: () => [api.notifications.pathFilter(), api.applications.findOwn.queryFilter()],
  'notifications-read': () => [api.notifications.pathFilter()],
  account: () => [{ queryKey: meQuery().queryKey }],
  sessions: () => [api.signIn.listSessions.queryFilter()],
  applications: () => [api.applications.pathFilter()],
  imports: () => [api.imports.pathFilter()],
  jobs: () => [api.jobs.pathFilter()],
  alerts: () => [
    api.health.listAlerts.queryFilter(),
    api.health.findMaintenance.queryFilter(),
    api.health.listDeliveries.queryFilter(),
  ],
};
const everything: LiveNews = {
  isWhole: true,
  events: (Object.keys(changes) as LiveKind[]).map((kind) => ({ kind, subjectId: null })),
};

function show({ isWhole, events }: LiveNews): void {
  const kinds = new Set((isWhole ? events : everything.events).map(({ kind }) => kind));
  // Several kinds may change the same answers, which are asked for once.
  const filters = new Map<string, QueryFilters>();
  for (const kind of kinds)
    for (const filter of changes[kind]()) filters.set(hashKey(filter.queryKey ?? []), filter);
  for (const filter of filters.values()) void queryClient.invalidateQueries(filter);
}

const someMissing: LiveNews = { isWhole: false, events: [] };

interface Message {
  news: LiveNews;
  cursor?: string;
}

/**
 * Keeps what this page shows up to date. A browser allows six connections to a host, so one page holds the stream for all
 * pages of the person, and passes on what it says. When that page closes or is hidden, another takes over.
 */
export function followLive(): void {
  const { queryKey } = meQuery();
  const hash = hashKey(queryKey);
  const personNow = () => queryClient.getQueryData(queryKey)?.userId;
  let userId: string | undefined;
  let leave: (() => void) | undefined;

  function arrange(): void {
    const person = document.visibilityState === 'visible' || leave ? personNow() : undefined;
    if (person === userId && (leave === undefined) === (person === undefined)) return;
    leave?.();
    userId = person;
    leave = person === undefined ? undefined : join(person);
  }

  let hiding: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.visibilityState === 'visible') arrange();
    else
      hiding = setTimeout(() => {
        leave?.();
        leave = undefined;
        userId = undefined;
      }, hiddenMs);
  });
  queryClient.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'updated' && query.queryHash === hash) arrange();
  });
  arrange();
}

/**
 * True if the person is still signed in. An act that ends all other sessions, such as a new password, gives this browser a
 * new one with its answer, which comes after the end of the stream.
 */
async function isStillHere(): Promise<boolean> {
  do await new Promise((resolve) => setTimeout(resolve, answerMs));
  while (queryClient.isMutating() > 0);
  const me = await queryClient.fetchQuery({ ...meQuery(), staleTime: 0 }).catch(() => undefined);
  return Boolean(me);
}

/** Takes part for one person, until the returned function is called. */
function join(userId: string): () => void {
  const name = `live ${userId}`;
  const leaving = new AbortController();
  const { signal } = leaving;
  const channel = new BroadcastChannel(name);
  let cursor: string | undefined;
  const take = ({ news, cursor: next }: Message) => {
    cursor = next ?? cursor;
    show(news);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => take(data);

  /** Holds the stream until this page leaves. */
  const lead = () =>
    new Promise<void>((over) => {
      if (signal.aborted) return over();
      const tell = (message: Message) => {
        take(message);
        channel.postMessage(message);
      };
      const end = readStream(cursor, {
        news: (news, next) => tell({ news, cursor: next }),
        // A portal that cannot be reached answers no questions either.
        lost: () => void isReachable().then((isThere) => isThere && tell({ news: someMissing })),
        ended: isStillHere,
      });
      signal.addEventListener('abort', () => {
        end();
        over();
      });
    });

  void (async () => {
    // Only pages over TLS have locks. Elsewhere each page reads for itself.
    if (!navigator.locks) return lead();
    const hasLed = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (!lock) return false;
      await lead();
      return true;
    });
    if (hasLed || signal.aborted) return;
    // Another page holds the stream. What it passed on before this moment, this page has not heard.
    show(someMissing);
    await navigator.locks.request(name, { signal }, lead);
  })().catch(() => undefined);

  return () => {
    leaving.abort();
    channel.close();
  };
}
