import { expect, it } from 'vitest';
import { byArea, permissionCodes } from './roles.ts';

it('the areas hold every permission once, and some permissions in the order of all', () => {
  const all = byArea(permissionCodes).flatMap(([, codes]) => codes);
  expect(all.toSorted()).toEqual(permissionCodes.toSorted());
  expect(byArea(['health.read', 'memberships.read', 'members.read'])).toEqual([
    ['Members', ['members.read', 'memberships.read']],
    ['The portal itself', ['health.read']],
  ]);
  expect(byArea([])).toEqual([]);
});
