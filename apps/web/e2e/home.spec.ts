import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

async function call<T>(page: Page, procedure: string, input: Record<string, unknown>): Promise<T> {
  const answer = await page.request.post(`/trpc/${procedure}`, { data: input });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).result.data;
}

async function ask<T>(page: Page, procedure: string): Promise<T> {
  return (await (await page.request.get(`/trpc/${procedure}`)).json()).result.data;
}

test('a member finds on the home page the open projects that their firm can bid on, with the reasons', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const title = `Estimate of a cannery ${project.name}`;
  await enter(page, staff('matchedmember', project.name), '/home');
  const section = page.getByRole('region', { name: 'Projects for your firm' });
  await expect(section).toContainText('No open project fits your firm right now.');
  const { firstName, lastName } = await ask<{ firstName: string; lastName: string }>(
    page,
    'accounts.getProfile',
  );
  await call(page, 'accounts.changeProfile', { firstName, lastName, skills: ['estimating'] });

  const poster = await openElsewhere(browser, baseURL);
  await enter(poster, staff('matchposter', project.name));
  const [company] = await ask<{ id: string }[]>(poster, 'companies.listOwn');
  const projectId = await call<string>(poster, 'projects.create', { title });
  await call(poster, 'projects.save', {
    projectId,
    version: 1,
    companyId: company?.id,
    title,
    description: 'Take-off and costs.',
    category: 'COMMERCIAL',
    skills: ['estimating'],
    zipCode: '94601',
    timeZone: 'America/Los_Angeles',
    deadline: '2099-12-08T15:00',
  });
  await call(poster, 'projects.publish', { projectId, status: 'BIDDING_OPEN' });

  await page.reload();
  const found = section.getByRole('listitem').filter({ hasText: title });
  await expect(found).toContainText('Specs has');
  expect(await accessibilityProblems(page)).toEqual([]);
  await section.getByRole('link', { name: 'All projects that you qualify for' }).click();
  await expect(page.getByRole('list', { name: 'Projects found' })).toContainText(title);
  await page.goBack();
  await found.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  const said = page.waitForResponse(/bids\.sayInterest/);
  await page.getByRole('button', { name: 'Not bidding' }).click();
  await expect(page.getByRole('button', { name: 'Not bidding' })).toHaveAttribute('aria-pressed', 'true');
  await said;
  await page.goto('/home');
  await expect(section).toContainText('No open project fits your firm right now.');
});
