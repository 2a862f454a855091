import { expect, it } from 'vitest';
import { roughly } from './own-location.ts';

it('a position leaves the browser rounded to about a kilometer', () => {
  expect(roughly({ latitude: 37.804363, longitude: -122.271111 })).toBe('37.80, -122.27');
  expect(roughly({ latitude: -0.001, longitude: 0 })).toBe('-0.00, 0.00');
});
