import { expect, it } from 'vitest';
import { watchLiveEventsInput } from './live-events.ts';

const isCursor = (lastEventId: string) => watchLiveEventsInput.safeParse({ lastEventId }).success;

it('a cursor is a snapshot of the database with a second, and nothing else', () => {
  for (const cursor of ['730:730:~1795726425', '730:735:730,731,734~1795726425', '1:1:~0']) {
    expect(isCursor(cursor), cursor).toBe(true);
  }
  const wrong = [
    '',
    '0:0:~1',
    '2:1:~1',
    '01:1:~1',
    '1:5:2,~1',
    '1:5:,2~1',
    '1:5:2,,3~1',
    '1:5:3,2~1',
    '1:5:6~1',
    '1:1:',
    '1:1:~',
    '1:1:~1\n',
    '1:1:~1;',
    '-1:1:~1',
    `1:${'9'.repeat(19)}:~1`,
    `1:5:${'2,'.repeat(2_000)}2~1`,
  ];
  for (const cursor of wrong) expect(isCursor(cursor), cursor).toBe(false);
});

it('a long forged cursor is refused without a long search', () => {
  for (const end of ['', 'x', ',', '~', '~x']) expect(isCursor(`1:1:${'1'.repeat(3_900)}${end}`)).toBe(false);
});
