import type { Locator } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter, openSetting, signInAsStaff } from './people.ts';
import { expect, openFilters, results, test } from './portal-test.ts';

const box = async (part: Locator) => {
  const found = await part.boundingBox();
  if (!found) throw new Error(`${part} is not on the screen.`);
  return found;
};

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('a long firm’s name wraps, and its standing stays at the end of the first line', async ({ page }) => {
    await page.goto('/contractors?q=electric');
    const rows = results(page).locator('> li');
    await expect(rows.first()).toBeVisible();
    const places = await rows.evaluateAll((items) =>
      items.map((item) => {
        const name = item.querySelector('h3') as HTMLElement;
        const standing = name.nextElementSibling as HTMLElement;
        const [at, beside] = [name.getBoundingClientRect(), standing.getBoundingClientRect()];
        return {
          lines: Math.round(at.height / Number.parseFloat(getComputedStyle(name).lineHeight)),
          below: Math.round(beside.top - at.top),
          apart: beside.left >= at.right,
          end: Math.round(beside.right),
        };
      }),
    );
    expect(Math.max(...places.map(({ lines }) => lines))).toBeGreaterThan(1);
    expect(new Set(places.map(({ end }) => end)).size).toBe(1);
    for (const { below, apart } of places) {
      expect(Math.abs(below)).toBeLessThan(8);
      expect(apart).toBe(true);
    }
  });
});

test('no part of the forms to join and to sign in scrolls by itself', async ({ page }) => {
  for (const size of [
    { width: 360, height: 740 },
    { width: 1280, height: 800 },
  ]) {
    await page.setViewportSize(size);
    for (const [address, field] of [
      ['/join', 'Company name'],
      ['/sign-in', 'Email address'],
    ] as const) {
      await page.goto(address);
      await expect(page.getByLabel(field, { exact: true })).toBeVisible();
      const scrolling = await page.locator('main *').evaluateAll((parts) =>
        parts
          .filter((part) => {
            const { overflowX, overflowY } = getComputedStyle(part);
            const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
            return (
              (scrolls(overflowY) && part.scrollHeight > part.clientHeight) ||
              (scrolls(overflowX) && part.scrollWidth > part.clientWidth)
            );
          })
          .map(({ outerHTML }) => outerHTML.slice(0, 200)),
      );
      expect(scrolling, address).toEqual([]);
    }
  }
});

test('the form to sign in stands in the middle of a wide screen', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto('/sign-in');
  const [form, main] = [await box(page.locator('main form')), await box(page.getByRole('main'))];
  const middle = ({ x, width }: { x: number; width: number }) => x + width / 2;
  expect(Math.abs(middle(form) - middle(main))).toBeLessThan(main.width / 20);
});

/** Every password of the form becomes readable with Show, and hidden again with Hide. */
async function expectReadable(form: Locator, count: number): Promise<void> {
  const hidden = form.locator('input[type=password]');
  await expect(hidden).toHaveCount(count);
  for (const name of await hidden.evaluateAll((fields) =>
    fields.map((field) => field.getAttribute('name')),
  )) {
    const field = form.locator(`input[name="${name}"]`);
    await field.fill('what I typed');
    const around = form
      .locator('div:has(> button)')
      .filter({ has: form.page().locator(`input[name="${name}"]`) })
      .last();
    await around.getByRole('button', { name: 'Show what you typed' }).click();
    await expect(field).toHaveAttribute('type', 'text');
    await expect(field).toHaveValue('what I typed');
    await around.getByRole('button', { name: 'Hide what you typed' }).click();
    await expect(field).toHaveAttribute('type', 'password');
    await expect(field).toHaveValue('what I typed');
  }
}

/** The weights of the labels of a form's fields. */
const weights = (form: Locator) =>
  form
    .locator('label[for]')
    .evaluateAll((labels) => [...new Set(labels.map((label) => getComputedStyle(label).fontWeight))]);

test('every password can be read while it is typed, and the labels of a form have one weight', async ({
  page,
}, { project }) => {
  for (const address of ['/join', '/sign-in']) {
    await page.goto(address);
    await expect(page.locator('main form label[for]').first()).toBeVisible();
    expect(await weights(page.locator('main form'))).toEqual(['600']);
  }
  await expectReadable(page.locator('main form'), 1);
  await enter(page, staff('beholder', project.name), '/settings');
  for (const [button, count] of [
    ['Change your password', 2],
    ['Change your email address', 1],
    ['Set up two-step sign-in', 1],
    ['Change your profile', 0],
  ] as const) {
    const dialog = await openSetting(page, button);
    await expect(dialog.locator('form label[for]').first()).toBeVisible();
    expect(await weights(dialog.locator('form'))).toEqual(['600']);
    await expectReadable(dialog, count);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});

test('what was not read yet looks so under the pointer, and paper has no word for screen readers', async ({
  page,
}, { project }) => {
  await enter(page, staff('beholder', project.name));
  const fresh = page.getByRole('list', { name: 'New notifications' });
  await expect(fresh.getByRole('listitem')).toHaveCount(2);
  await expect(fresh.getByText('Unread:').first()).toBeAttached();
  await page.emulateMedia({ media: 'print', reducedMotion: 'reduce' });
  const paper = await fresh.screenshot();
  await fresh.getByText('Unread:').evaluateAll((words) => {
    for (const word of words) word.style.display = 'none';
  });
  expect(paper.equals(await fresh.screenshot())).toBe(true);

  await page.emulateMedia({ media: 'screen', reducedMotion: 'reduce' });
  const read = page.waitForResponse(/notifications\.markRead/);
  await page.getByRole('link', { name: /First to see/ }).click();
  await read;
  await page.goto('/notifications');
  const color = async (title: string) => {
    const row = page.getByRole('listitem').filter({ hasText: title });
    await row.hover();
    return row.evaluate((item) => getComputedStyle(item).backgroundColor);
  };
  await expect(page.getByText('Unread:')).toHaveCount(1);
  expect(await color('Second to see')).not.toBe(await color('First to see'));
});

test('staff see how many applications each tab has, and what a role may do in words', async ({ page }, {
  project,
}) => {
  await signInAsStaff(page, staff('looker', project.name), '/admin/applications');
  const tabs = page.getByRole('navigation', { name: 'Status' }).getByRole('link');
  const words = ['To review', 'Waiting for applicant', 'Address not confirmed', 'Approved', 'Declined'];
  await expect(tabs).toHaveText(words.map((status) => new RegExp(`^${status} ?\\d+$`)));
  await page.goto('/admin/roles');
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  // A code has a dot or an underscore within a word.
  await expect(page.getByRole('main')).not.toContainText(/[a-z][._][a-z]/);
});

test('an applicant who sent a wrong address applies with another one', async ({ page }, {
  project,
  retry,
}) => {
  const address = (name: string) => `${name}.${project.name}.${retry}@example.org`;
  const goOn = () => page.getByRole('button', { name: 'Continue' }).click();
  const send = page.getByRole('button', { name: 'Send my application' });
  await page.goto('/join');
  await page.getByRole('checkbox', { name: /^I’m a student/ }).check();
  await goOn();
  await expect(page.getByRole('radio', { name: /^Student/ })).toBeChecked();
  await goOn();
  await page.getByLabel('First name').fill('Ola');
  await page.getByLabel('Last name').fill('Reyes');
  await page.getByLabel('Email address').fill(address('mistyped'));
  await goOn();
  await send.click();
  await expect(page.getByRole('status')).toContainText(`We sent an email to ${address('mistyped')}`);
  await page.getByRole('button', { name: 'Use a different address' }).click();
  await expect(page.getByLabel('First name')).toHaveValue('Ola');
  await page.getByLabel('Email address').fill(address('corrected'));
  await goOn();
  await expect(page.getByRole('region', { name: 'About you' })).toContainText(address('corrected'));
  await send.click();
  await expect(page.getByRole('status')).toContainText(`We sent an email to ${address('corrected')}`);
});

test('“Find a trade” has the focus as the filter opens, and the button has it again', async ({ page }) => {
  await page.goto('/contractors?q=electric');
  const field = page.getByRole('searchbox', { name: 'Find a trade' });
  await openFilters(page, 'Trade');
  await expect(field).toBeFocused();
  await page.keyboard.type('roof');
  await expect(page.getByRole('checkbox', { name: /^C-39/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
  await expect(page.getByRole('button', { name: 'Trade' })).toBeFocused();
});
