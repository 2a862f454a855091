import { expect, it } from 'vitest';
import type { LetterTemplate } from '../engine/letter.ts';
import { letters } from '../nouns.ts';
import { letterNames, previewLetter } from './preview.ts';
import { renderLetter } from './render.ts';

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
const decode = (text: string) =>
  text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name] ?? '');
/** The words that a reader sees in the HTML. */
const wordsOf = (html: string) =>
  decode(
    html
      .replace(/<head>.*<\/head>|<div class="preheader".*?<\/div>|<!--.*?-->/gs, '')
      .replace(/<wbr\s*>/g, '')
      .replace(/<[^>]*>/g, ' '),
  ).replace(/\s+/g, ' ');
const linksOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url = '']) => decode(url));
const buttonsOf = (html: string) => html.match(/<a class="button-text"/g) ?? [];

it.each(letterNames)('%s has the same sentences and links as text and as HTML', (name) => {
  const { subject, text, html } = previewLetter(name);
  expect(subject).not.toBe('');
  expect(text).toMatch(/^Hello Ana,\n/);
  const words = wordsOf(html);
  const lines = text.split('\n').filter((line) => !/^https?:/.test(line));
  for (const line of lines) expect(words).toContain(line.replace(/^> |:$/g, '').trim());
  expect(linksOf(html)).toEqual(text.match(/^https?:\S+$/gm) ?? []);
});

it.each(letterNames)('%s says in its notification what it means, if it has one', (name) => {
  const { write, sample, note } = letters[name] as LetterTemplate<unknown>;
  expect(note !== undefined).toBe(write(sample, '').path !== undefined);
});

it.each(letterNames)('%s has one button or none, and says who writes from where', (name) => {
  const { text, html } = previewLetter(name);
  expect(buttonsOf(html).length).toBeLessThanOrEqual(1);
  if (linksOf(html).length > 0) expect(buttonsOf(html)).toHaveLength(1);
  for (const page of [text, wordsOf(html)]) {
    const footer = page.slice(page.lastIndexOf('NAMC NorCal'));
    expect(footer).toMatch(
      /Northern California Chapter\s1 Sample Street\sOakland, CA 94607\s\(510\) 555-0100\soffice@example\.org/,
    );
  }
});

it.each(letterNames)(
  '%s needs no picture, no script and no style from elsewhere, and knows the dark',
  (name) => {
    const { html } = previewLetter(name);
    expect(html).not.toMatch(/<(img|script|link|svg|iframe|form)\b|url\(|@import|@font-face/);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    expect(html).toMatch(/<div class="preheader" style="display:none[^>]*>\S/);
    // Gmail leaves out a longer style sheet, and all of a mail after about 100 KB.
    expect(/<style>(.*)<\/style>/s.exec(html)?.[1]?.length).toBeLessThan(8_000);
    expect(html.length).toBeLessThan(30_000);
    for (const cell of html.match(/<table[^>]*>/g) ?? []) expect(cell).toContain('role="presentation"');
  },
);

it('a person’s text of any length arrives whole, in lines that mail servers carry', () => {
  const word = `${'ä&'.repeat(2_000)}😀`;
  const long = `${'Dear members '.repeat(300)}${word}\nSecond line`;
  const contact = { address: '', phone: null, email: null };
  const url = `https://portal.example.org/verify#${'x'.repeat(43)}`;
  const { html } = renderLetter(
    'Ana',
    { subject: long, parts: [long, { quote: long }, { button: long, url }, { link: long, url }] },
    contact,
  );
  for (const line of html.split('\n')) expect(line.length).toBeLessThan(998);
  expect(wordsOf(html).split(word)).toHaveLength(5);
  expect(html).toContain('<br>\nSecond line</blockquote>');
});

it('a quotation keeps its lines, and a person’s text is no markup', () => {
  const contact = { address: '', phone: null, email: null };
  const { html } = renderLetter(
    '<b>Ana</b>',
    { subject: 'Hi', parts: [{ quote: 'One\n\n<i>Two</i>' }] },
    contact,
  );
  expect(html).toContain('One<br>\n<br>\n&lt;i&gt;Two&lt;/i&gt;</blockquote>');
  expect(html).not.toMatch(/<b>|<i>/);
});
