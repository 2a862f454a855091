import { expect, it } from 'vitest';
import { addWebhookInput, changeEscalationInput } from './health.ts';

const problems = (address: string) =>
  addWebhookInput.safeParse({ name: 'Chat', address }).error?.issues.map(({ message }) => message) ?? [];

it('an address of a webhook that cannot be used is refused with its own sentence, and only one', () => {
  expect(problems('https://hooks.example.org/services/1')).toEqual([]);
  expect(problems('http://127.0.0.1:9/x')).toEqual([]);
  const whole = 'must be a whole address, such as https://hooks.example.org/…';
  for (const address of ['', 'hooks.example.org', 'https://exa mple.org', 'https://example.org:99999/'])
    expect(problems(address)).toEqual([whole]);
  for (const address of ['http://example.org', 'javascript:alert(1)'])
    expect(problems(address)).toEqual(['must be an address that begins with https://']);
  expect(problems('https://user:secret@example.org/')).toEqual(['must have no name and no password in it']);
  const long = Array.from({ length: 6 }, () => 'a'.repeat(60)).join('.');
  expect(problems(`https://${long}.org/`)).toEqual(['must name a server with at most 300 characters']);
});

it('a number of minutes is refused with one sentence', () => {
  const said = (minutes: string) =>
    changeEscalationInput
      .safeParse({ minutes, reason: 'A test.' })
      .error?.issues.map(({ message }) => message);
  for (const minutes of ['1.5', '-5', '1000000000'])
    expect(said(minutes)).toEqual(['must be a whole number of minutes']);
  expect(said('4')).toEqual(['must be from 5 to 1,440 minutes']);
});
