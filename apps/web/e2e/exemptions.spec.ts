import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

test('staff read the rules of workers’ compensation, and which members’ firms are exempt', async ({ page }, {
  project,
}) => {
  await signInAsStaff(page, staff('insurer', project.name), '/admin/members/exemptions');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Workers’ compensation exemptions');
  const rules = page.getByRole('region', { name: 'Rules' });
  await expect(rules.getByRole('listitem')).toHaveCount(3);
  await expect(rules).toContainText('C-8, C-20, C-22, C-49, D-49, from January 1, 2023');
  await expect(rules).toContainText('Every class, from January 1, 2028');
  await expect(page.getByText(/^\d+ firms?\. For \d+ of them|no member’s firm as exempt/)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
