import { expect, it } from 'vitest';
import { isAllowed } from './check-dependencies.ts';

it('takes a license that asks for no more than to be named, also as one of several', () => {
  expect(
    ['MIT', '(Apache-2.0 OR MIT)', '(GPL-3.0 OR MIT)', 'MIT AND ISC'].filter((one) => !isAllowed(one)),
  ).toEqual([]);
  expect(
    ['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-2.0', 'Unknown', 'SEE LICENSE IN x'].filter(isAllowed),
  ).toEqual([]);
});
