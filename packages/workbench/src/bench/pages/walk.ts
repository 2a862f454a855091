import type { Page } from '@playwright/test';
import { forgetInteractions, readNoted } from './phone.ts';

/** Lets the page finish what an interaction began, and the browser report it. */
const settleMs = 1_200;

type Step = [name: string, act: (page: Page) => Promise<void>];

/** The steps of a visitor on the search page, in this order. Each step is one interaction. */
const ofVisitor: Step[] = [
  ['open the filters', (page) => page.getByRole('button', { name: /^Filters/ }).tap()],
  ['tick a trade', (page) => page.getByRole('dialog').getByRole('checkbox').nth(3).tap()],
  ['close the filters', (page) => page.getByRole('button', { name: /^Show .*contractors?$/ }).tap()],
  ['show the map', (page) => page.getByRole('button', { name: 'Map', exact: true }).tap()],
  ['show the list', (page) => page.getByRole('button', { name: 'List', exact: true }).tap()],
  [
    'type a letter',
    async (page) => {
      const edit = page.getByRole('button', { name: 'Edit search' });
      if (await edit.isVisible()) await edit.tap();
      await page.getByRole('combobox', { name: /^Trade, name/ }).focus();
      await page.keyboard.press('e');
      // One letter finds too many or nobody.
      await page.keyboard.press('Backspace');
    },
  ],
  [
    'open a license',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('list', { name: 'Contractors' }).getByRole('link').first().tap();
    },
  ],
  [
    'back to the list',
    (page) =>
      page
        .locator('main')
        .getByRole('link', { name: /contractors/i })
        .first()
        .tap(),
  ],
];

/** The steps of staff in the list of applications. */
const ofStaff: Step[] = [
  ['select an application', (page) => page.getByRole('checkbox').nth(1).tap()],
  ['select all applications', (page) => page.getByRole('checkbox', { name: 'Select all' }).tap()],
];

export const stepNames = [...ofVisitor, ...ofStaff].map(([name]) => name);

/** The duration of each step's longest interaction, in milliseconds. */
export async function walkAsVisitor(page: Page, url: string): Promise<Map<string, number>> {
  await page.goto(`${url}/contractors?near=Oakland&trades=C-10`);
  await page.getByRole('list', { name: 'Contractors' }).waitFor();
  return measure(page, ofVisitor);
}

/** The same for staff. */
export async function walkAsStaff(page: Page, url: string): Promise<Map<string, number>> {
  await page.goto(`${url}/admin/applications`);
  await page.getByRole('checkbox', { name: 'Select all' }).waitFor();
  return measure(page, ofStaff);
}

async function measure(page: Page, steps: Step[]): Promise<Map<string, number>> {
  await page.waitForLoadState('networkidle');
  // The server has painted the page before its scripts have come.
  await page.locator('[data-late]').waitFor({ state: 'detached' });
  const durations = new Map<string, number>();
  for (const [name, act] of steps) {
    await forgetInteractions(page);
    await act(page);
    await page.waitForTimeout(settleMs);
    durations.set(name, (await readNoted(page)).interaction);
  }
  return durations;
}
