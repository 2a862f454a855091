import type { Page } from '@playwright/test';
import { expect } from './portal-test.ts';

/** Asks a procedure as the person of the page, and returns its answer. */
export async function post(page: Page, procedure: string, input: object): Promise<unknown> {
  const answer = await page.request.post(`/trpc/${procedure}`, { data: input });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).result.data;
}

/** Posts a project that takes bids, and returns its id. */
export async function postProject(page: Page, title: string): Promise<string> {
  const answer = await page.request.get('/trpc/companies.listOwn');
  const companyId = (await answer.json()).result.data[0].id;
  const projectId = String(await post(page, 'projects.create', { title }));
  const facts = { description: 'All of it.', category: 'COMMERCIAL', skills: ['C-10'], zipCode: '94601' };
  const when = { timeZone: 'America/Los_Angeles', deadline: '2099-12-08T15:00' };
  await post(page, 'projects.save', { projectId, version: 1, title, companyId, ...facts, ...when });
  await post(page, 'projects.publish', { projectId, status: 'BIDDING_OPEN' });
  return projectId;
}
