import { createHash } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, test as base, expect, type Locator, type Page } from '@playwright/test';

interface PortalFixtures {
  /** Console messages that a spec provokes on purpose. */
  allowedConsole: RegExp | null;
  quietPage: undefined;
}

/**
 * Lets a spec go on when its page can be used. The server has painted it before, so that its words say nothing of that. A spec
 * that looks at the painted page opens it with `waitUntil: 'commit'`.
 */
function waitForScripts(page: Page): void {
  const wait = () => page.locator('[data-late]').waitFor({ state: 'detached' });
  const { goto, reload, goBack, goForward } = page;
  page.goto = async (...asked) => {
    const answer = await goto.apply(page, asked);
    if (asked[1]?.waitUntil !== 'commit') await wait();
    return answer;
  };
  for (const [name, act] of Object.entries({ reload, goBack, goForward })) {
    page[name as 'reload'] = async (...asked) => {
      const answer = await act.apply(page, asked);
      await wait();
      return answer;
    };
  }
}

/**
 * A page on the running portal. A test fails if the console shows an error or if the page asks another server.
 */
export const test = base.extend<PortalFixtures, { waitingBrowser: Browser }>({
  waitingBrowser: [
    async ({ browser }, use) => {
      const { newContext } = browser;
      browser.newContext = async (...asked) => {
        const context = await newContext.apply(browser, asked);
        context.on('page', waitForScripts);
        return context;
      };
      await use(browser);
    },
    { scope: 'worker', auto: true },
  ],
  // Each test has its own address, so that its sign-in attempts do not count against another test's.
  extraHTTPHeaders: async ({ browserName: _ }, use, { testId, retry }) => {
    const [one = 0, two = 0, three = 0] = createHash('sha256').update(`${testId} ${retry}`).digest();
    await use({ 'X-Forwarded-For': `10.${one}.${two}.${three}` });
  },
  allowedConsole: [null, { option: true }],
  quietPage: [
    async ({ page, baseURL, allowedConsole }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (!['error', 'warning'].includes(message.type())) return;
        if (!allowedConsole?.test(message.text())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => {
        if (!allowedConsole?.test(error.message)) complaints.push(error.stack ?? error.message);
      });
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        // The page on which people pay is another server’s.
        if (origin === process.env.STRIPE_STAND_IN && request.isNavigationRequest()) return;
        if (protocol.startsWith('http') && origin !== baseURL) complaints.push(`asked ${request.url()}`);
      });
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** The field of the contractor search for trades, names, places and license numbers. */
export const wordsField = (page: Page) =>
  page.getByRole('combobox', { name: 'Trade, name, place or license number' });

/**
 * Fails these requests until a person presses Retry. The pages ask again by themselves as soon as their stream of news has
 * begun, and an answer to that would take the button away.
 */
export async function failUntilRetry(page: Page, url: string | RegExp): Promise<void> {
  let hasPressed = false;
  await page.route(url, async (route) => {
    // A page that is being left can’t answer.
    hasPressed ||= await page.evaluate(() => 'hasPressedRetry' in window).catch(() => false);
    await (hasPressed ? route.continue() : route.abort());
  });
}

/** Presses Retry, after which the requests of `failUntilRetry` go through. */
export async function pressRetry(inside: Locator): Promise<void> {
  const button = inside.getByRole('button', { name: 'Retry' });
  await button.evaluate((element) =>
    element.addEventListener('click', () => Object.assign(window, { hasPressedRetry: true })),
  );
  await button.click();
}

/** Opens the form of the contractor search, which a phone folds once a search was made. */
export async function editSearch(page: Page): Promise<void> {
  if ((page.viewportSize()?.width ?? 0) >= 768) return;
  const button = page.getByRole('button', { name: 'Edit search' });
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await button.click();
  await expect(wordsField(page)).toBeFocused();
}

export const results = (page: Page) => page.getByRole('list', { name: 'Contractors' });

/** The names in the list, in order. */
export const listedNames = (page: Page) => results(page).getByRole('heading', { level: 3 });

/** Opens a group of filters: a popover on a wide screen, a part of the sheet on a phone. */
export async function openFilters(page: Page, group: 'Trade' | 'County' | 'Standing' | 'Business') {
  const sheetButton = page.getByRole('button', { name: /^Filters/ });
  await expect(sheetButton.or(page.getByRole('button', { name: group })).first()).toBeVisible();
  if (await sheetButton.isVisible()) await sheetButton.click();
  else await page.getByRole('button', { name: group }).click();
}

export async function closeFilters(page: Page) {
  const show = page.getByRole('button', { name: /^Show .*contractors?$/ });
  if (await show.isVisible()) await show.click();
  else await page.keyboard.press('Escape');
}

/** The toasts on the screen. */
export const toasts = (page: Page) => page.getByRole('region', { name: /^Messages/ }).getByRole('listitem');

/** Opens pages without the answers that come with them, so that they ask for all of them. */
export async function withoutAnswers(page: Page): Promise<void> {
  await page.route(
    () => true,
    async (route) => {
      if (route.request().resourceType() !== 'document') return route.fallback();
      const answer = await route.fetch();
      const body = (await answer.text()).replace(
        /<script type="application\/json" id="first-answers">.*?<\/script>/s,
        '',
      );
      await route.fulfill({ response: answer, body });
    },
  );
}

/** Waits for the keys that work on every page, which come after it. */
export const untilKeysWork = (page: Page) => page.locator('html[data-keys]').waitFor({ state: 'attached' });

const quietMs = 500;

/**
 * Waits until nothing has been asked or answered for half a second. The browser's own "networkidle" comes once for a page, and may come
 * while the scripts of a painted page still begin.
 */
export async function untilQuiet(page: Page): Promise<void> {
  let lastAt = performance.now();
  const note = () => {
    lastAt = performance.now();
  };
  const events = ['request', 'requestfinished', 'requestfailed'] as const;
  for (const event of events) page.on(event as 'request', note);
  for (let left = quietMs; left > 0; left = lastAt + quietMs - performance.now())
    await page.waitForTimeout(left);
  for (const event of events) page.off(event as 'request', note);
}

/** The accessibility problems axe finds on the page, one line each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Words that fade in have less contrast than a moment later, and a message may come or go at any time.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().iterations === Infinity,
      ),
  );
  const { violations } = await new AxeBuilder({ page })
    .options({
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
      rules: { 'target-size': { enabled: true } },
    })
    .analyze();
  await page.emulateMedia({ reducedMotion: null });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

/** Two presses one right after the other, at one place, whatever is there at the second one. */
export async function pressTwice(button: Locator, hasTouch: boolean): Promise<void> {
  const page = button.page();
  const box = await button.boundingBox();
  if (!box) throw new Error('The button is not on the screen.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (!hasTouch) return page.mouse.dblclick(x, y);
  // Nothing waits for the page between the taps: a finger does not either.
  const browser = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchEnd') =>
    browser.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchStart' ? [{ x, y }] : [] });
  await Promise.all([touch('touchStart'), touch('touchEnd'), touch('touchStart'), touch('touchEnd')]);
}
