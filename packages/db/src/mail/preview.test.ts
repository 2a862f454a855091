import { expect, it } from 'vitest';
import { letterNames, previewLetter } from './preview.ts';

it.each(letterNames)('%s has the same content as text and as HTML', (name) => {
  const { subject, text, html } = previewLetter(name);
  expect(subject).not.toBe('');
  expect(text).toMatch(/^Hello Ana,\n/);
  const words = (page: string) =>
    page
      .replace(/<[^>]*>/g, ' ')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/\s+/g, ' ')
      .trim();
  for (const paragraph of text.split('\n\n')) {
    for (const line of paragraph.split('\n'))
      expect(words(html)).toContain(line.replace(/^> |:$/g, '').trim());
  }
});
