/// <reference lib="dom" />
import { type Browser, type BrowserContext, chromium, devices, type Page } from '@playwright/test';
import { findBrowser } from '../../system-packages.ts';
import type { RunningPortal } from './portal.ts';

/** A cheap phone on a slow mobile network. */
const megabit = 1_000_000 / 8;
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1.6 * megabit,
  uploadThroughput: 0.75 * megabit,
};

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findBrowser() ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface Phone {
  page: Page;
  /** Bytes on the wire of scripts, requests, and requests to the API so far. */
  traffic: { scriptBytes: number; requests: number; calls: number };
  close(): Promise<void>;
}

/** A browser without a cache, at 360 × 740, with a slow network and a processor `slowness` times as slow. */
export async function openPhone(
  browser: Browser,
  { session, slowness }: { session: Session | undefined; slowness: number },
): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    userAgent: devices['Galaxy S9+'].userAgent,
    locale: 'en-US',
    timezoneId: 'America/Los_Angeles',
    ...(session ? { storageState: session } : {}),
  });
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Network.enable');
  await devTools.send('Network.emulateNetworkConditions', network);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowness });
  const traffic = { scriptBytes: 0, requests: 0, calls: 0 };
  const scripts = new Set<string>();
  devTools.on('Network.requestWillBeSent', ({ request }) => {
    traffic.requests += 1;
    if (new URL(request.url).pathname.startsWith('/trpc/')) traffic.calls += 1;
  });
  devTools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) traffic.scriptBytes += encodedDataLength;
  });
  await page.addInitScript(observe);
  return { page, traffic, close: () => context.close() };
}

/** Signs a demo account in and returns its cookies. */
export async function signIn(
  browser: Browser,
  { url, password }: RunningPortal,
  email: string,
): Promise<Session> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const code = page.getByLabel('Code', { exact: true });
  await page.waitForFunction(() => document.querySelector('h1')?.textContent !== 'Sign in');
  if (await code.isVisible()) {
    const outbox = await (await fetch(`${url}/dev/outbox`)).text();
    const told = new RegExp(`${email}\\D*<strong>(\\d{6})`).exec(outbox)?.[1];
    await code.fill(told ?? '');
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await page.waitForURL(/\/home$/);
  const session = await context.storageState();
  await context.close();
  // It tells the server how wide the window of this browser is, which is no phone's.
  const cookies = session.cookies.filter(({ name }) => name !== 'screen');
  return { cookies, origins: [] };
}

interface Timed {
  name: string;
  startTime: number;
  duration: number;
}

/** The measures that the page has noted since it began, in milliseconds; the layout shift has no unit. */
export interface Noted {
  firstPaint: number;
  largestPaint: number;
  /** The element of the largest paint, by its tag and its first words. */
  largest: string;
  shift: number;
  /** The elements that moved, each with its part of the shift. */
  moved: string[];
  /** The longest interaction since `forgetInteractions`. */
  interaction: number;
}

export const readNoted = (page: Page): Promise<Noted> =>
  page.evaluate(() => (window as unknown as { noted: Noted }).noted);

export const forgetInteractions = (page: Page): Promise<void> =>
  page.evaluate(() => {
    (window as unknown as { noted: Noted }).noted.interaction = 0;
  });

/** Runs in the page, before its own scripts. */
function observe(): void {
  const noted: Noted = { firstPaint: 0, largestPaint: 0, largest: '', shift: 0, moved: [], interaction: 0 };
  const inWords = (node: Node | null | undefined) =>
    `${node?.nodeName.toLowerCase()} “${node?.textContent?.trim().slice(0, 40) ?? ''}”`;
  (window as unknown as { noted: Noted }).noted = noted;
  const watch = (type: string, take: (entry: Timed) => void, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
      ...more,
    });
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') noted.firstPaint = startTime;
  });
  watch('largest-contentful-paint', (entry) => {
    noted.largestPaint = entry.startTime;
    noted.largest = inWords((entry as unknown as { element: Element | null }).element);
  });
  // A page's shift is that of its worst five seconds, with pauses of less than a second in between.
  let burst = { from: 0, to: 0, sum: 0 };
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput, sources } = entry as unknown as {
      value: number;
      hadRecentInput: boolean;
      sources: { node?: Node | null }[];
    };
    if (hadRecentInput) return;
    noted.moved.push(...sources.map(({ node }) => `${value.toFixed(3)} ${inWords(node)}`));
    const isSame = entry.startTime - burst.to < 1_000 && entry.startTime - burst.from < 5_000;
    burst = isSame
      ? { ...burst, to: entry.startTime, sum: burst.sum + value }
      : { from: entry.startTime, to: entry.startTime, sum: value };
    noted.shift = Math.max(noted.shift, burst.sum);
  });
  const noteInteraction = (entry: Timed) => {
    if ((entry as unknown as { interactionId: number }).interactionId > 0) {
      noted.interaction = Math.max(noted.interaction, entry.duration);
    }
  };
  watch('event', noteInteraction, { durationThreshold: 16 });
}
