import { expect, it } from 'vitest';
import { formatSpan, type ShownSession, stateInWords } from './session-words.ts';

it.each([
  [-0.1, '0.0 s'],
  [0.42, '0.4 s'],
  [40, '40 s'],
  [720, '12 min'],
  [12_600, '3.5 h'],
  [777_600, '9 days'],
])('%d seconds in words', (seconds, words) => expect(formatSpan(seconds)).toBe(words));

const session = (state: string, waitsFor: string | null = null) =>
  ({ state, waitsFor, stateSeconds: 40 }) as ShownSession;

it.each([
  [session('active'), 'Has run for 40 s'],
  [session('active', 'Lock: tuple'), 'Waits for 40 s (Lock: tuple)'],
  [session('idle in transaction (aborted)'), 'Has sent nothing for 40 s'],
  [session('disabled'), 'Disabled for 40 s'],
])('a session says what it does', (shown, words) => expect(stateInWords(shown)).toBe(words));
