import { expect, it } from 'vitest';
import { deviceOf } from './device.ts';

it('names the browser and the system, and never guesses', () => {
  expect(deviceOf('Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36')).toBe(
    'Chrome on Windows',
  );
  expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605 Version/19 Safari/604')).toBe(
    'Safari on iOS',
  );
  expect(deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe(
    'Firefox on Linux',
  );
  expect(deviceOf('curl/8')).toBe('A device');
  expect(deviceOf(null)).toBe('A device');
});
