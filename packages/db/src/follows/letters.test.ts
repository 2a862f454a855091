import { expect, it } from 'vitest';
import { letters } from './letters.ts';

it('tells of each change in a sentence of its own, and ends the standing once', () => {
  const firm = { licenseNumber: '1000001', name: 'Example Paving Inc.', standing: 'In good standing' };
  const changes = ['the board’s status is now “clear”', 'the end of the policy changed'];
  const letter = letters['followed-changes'];
  const partOf = (standing: string) =>
    letter.write({ ...letter.sample, firms: [{ ...firm, standing, changes }] }, '').parts[0];
  const told = 'The board’s status is now “clear”. The end of the policy changed. Standing today: ';
  expect(partOf('In good standing')).toBe(`Example Paving Inc. (License 1000001): ${told}In good standing.`);
  expect(partOf('Clear, with a warning. The bond ends.')).toMatch(/Clear, with a warning. The bond ends.$/);
});
