import type { Page } from '@playwright/test';
import { harborLight, quartzCanyon, shown, willowCreek } from './fixture-contractors.ts';
import { expect, listedNames, openFilters, withoutAnswers } from './portal-test.ts';

/** A page in one of its states, and how to reach it. */
export interface PageState {
  name: string;
  address: string;
  /** Waits until the state is on the screen. */
  ready: (page: Page) => Promise<void>;
  /** Requests to the API fail from the start. */
  failing?: boolean;
}

/** On a wide screen the map is beside the list and appears a moment later. */
async function pointsBesideTheList(page: Page): Promise<void> {
  if ((page.viewportSize()?.width ?? 0) < 1024) return;
  await expect(page.locator('.portal-map [role="button"][aria-label*="contractors"]').first()).toBeVisible();
}

const heading = (text: string) => (page: Page) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

const notice = (title: string) => (page: Page) => expect(page.getByRole('status')).toContainText(title);

export const pageStates: PageState[] = [
  {
    name: 'home',
    address: '/',
    ready: (page) => expect(page.getByText(/licenses in all/)).toBeVisible(),
  },
  { name: 'help', address: '/about-the-data', ready: heading('Help: about the data') },
  { name: 'application form', address: '/join', ready: heading('Join NAMC NorCal') },
  { name: 'sign in', address: '/sign-in', ready: heading('Sign in') },
  { name: 'forgotten password', address: '/forgot', ready: heading('Choose a new password') },
  { name: 'new password', address: `/reset#${'x'.repeat(43)}`, ready: notice('This link doesn’t work') },
  { name: 'confirmation', address: `/confirm#${'x'.repeat(43)}`, ready: notice('This link doesn’t work') },
  { name: 'new address', address: `/verify#${'x'.repeat(43)}`, ready: notice('This link doesn’t work') },
  {
    name: 'canceled change',
    address: `/cancel-change#${'x'.repeat(43)}`,
    ready: notice('This link doesn’t work'),
  },
  {
    name: 'end of automatic renewal',
    address: `/stop-renewal#${'x'.repeat(43)}`,
    ready: heading('Turn off automatic renewal'),
  },
  {
    name: 'end of emails',
    address: '/stop-emails#00000000-0000-4000-8000-000000000000',
    ready: heading('Stop these emails'),
  },
  { name: 'unknown page', address: '/nowhere', ready: heading('Page not found') },
  {
    name: 'counties',
    address: '/contractors',
    ready: async (page) => {
      await expect(page.getByRole('row', { name: /^Sacramento/ })).toBeVisible();
      await pointsBesideTheList(page);
    },
  },
  {
    name: 'results',
    address: '/contractors?q=granite&trades=B&near=Sacramento&miles=50',
    ready: async (page) => {
      await expect(listedNames(page)).toHaveCount(50);
      await pointsBesideTheList(page);
    },
  },
  {
    name: 'map',
    address: '/contractors?q=granite&view=map',
    ready: (page) => expect(page.getByRole('button', { name: /contractors.*zoom in/ }).first()).toBeVisible(),
  },
  {
    name: 'open filters',
    address: '/contractors?q=granite',
    ready: async (page) => {
      await openFilters(page, 'Trade');
      await expect(page.getByRole('checkbox', { name: /^C-10/ })).toBeVisible();
    },
  },
  {
    name: 'no results',
    address: '/contractors?q=quartz&trades=C-36',
    ready: (page) => expect(page.getByRole('heading', { name: 'No contractors match:' })).toBeVisible(),
  },
  {
    name: 'unknown location',
    address: '/contractors?near=Atlantis',
    ready: (page) => expect(page.getByText(/We couldn’t find “/)).toBeVisible(),
  },
  {
    name: 'failed list',
    address: '/contractors?q=quartz',
    failing: true,
    ready: (page) => expect(page.getByText('Couldn’t load the contractors')).toBeVisible(),
  },
  {
    name: 'license in good standing',
    address: `/contractors/${harborLight.licenseNumber}`,
    ready: (page) => expect(page.getByRole('list', { name: 'Nearby contractors' })).toBeVisible(),
  },
  {
    name: 'suspended license',
    address: `/contractors/${quartzCanyon.licenseNumber}`,
    ready: heading(shown.quartzCanyon),
  },
  {
    name: 'license with a warning',
    address: `/contractors/${willowCreek.licenseNumber}`,
    ready: heading(shown.willowCreek),
  },
  {
    name: 'license on another day',
    address: `/contractors/${willowCreek.licenseNumber}?on=2020-01-02`,
    ready: heading(shown.willowCreek),
  },
  { name: 'unknown license', address: '/contractors/99999999', ready: heading('License not found') },
  {
    name: 'empty projects',
    address: '/projects?q=nothinghasthisname',
    ready: (page) => expect(page.getByText('No projects match')).toBeVisible(),
  },
  {
    name: 'unknown project',
    address: '/projects/00000000-0000-4000-8000-000000000000',
    ready: heading('Project not found'),
  },
  {
    name: 'failed projects',
    address: '/projects?q=failing',
    failing: true,
    ready: (page) => expect(page.getByText('Couldn’t load the projects')).toBeVisible(),
  },
  {
    name: 'search of the portal',
    address: '/search?q=harbor',
    ready: (page) => expect(page.getByRole('heading', { name: /^Contractors/, level: 2 })).toBeVisible(),
  },
  {
    name: 'empty search of the portal',
    address: '/search?q=nobodyhasthisname',
    ready: (page) => expect(page.getByText('Nothing matches')).toBeVisible(),
  },
  {
    name: 'failed search of the portal',
    address: '/search?q=failing',
    failing: true,
    ready: (page) => expect(page.getByText('Couldn’t search the portal')).toBeVisible(),
  },
  {
    name: 'directory',
    address: '/directory',
    ready: (page) => expect(page.getByRole('list', { name: 'Member firms' })).toBeVisible(),
  },
  {
    name: 'empty directory',
    address: '/directory?q=nobodyhasthisname',
    ready: (page) => expect(page.getByText('No firms match')).toBeVisible(),
  },
  {
    name: 'unknown place in the directory',
    address: '/directory?near=Atlantis',
    ready: (page) => expect(page.getByText(/We couldn’t find “Atlantis.” Try/)).toBeVisible(),
  },
  {
    name: 'failed directory',
    address: '/directory?q=failing',
    failing: true,
    ready: (page) => expect(page.getByText('Couldn’t load the directory')).toBeVisible(),
  },
  {
    name: 'unknown firm',
    address: '/directory/00000000-0000-4000-8000-000000000000',
    ready: heading('Firm not found'),
  },
  {
    name: 'comparison',
    address: `/contractors/compare?licenses=${[harborLight, quartzCanyon, willowCreek].map(({ licenseNumber }) => licenseNumber).join(',')},99999999`,
    ready: (page) => expect(page.getByText('We couldn’t find license 99999999.')).toBeVisible(),
  },
  {
    name: 'empty comparison',
    address: '/contractors/compare',
    ready: (page) => expect(page.getByRole('searchbox', { name: /^Company name/ })).toBeVisible(),
  },
];

/** Brings the page into the state. */
export async function open(page: Page, { address, ready, failing }: PageState): Promise<void> {
  if (failing) {
    await withoutAnswers(page);
    await page.route('**/trpc/**', (route) => route.abort());
  }
  await page.goto(address);
  await ready(page);
}
