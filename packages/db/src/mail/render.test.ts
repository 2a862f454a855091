import { expect, it } from 'vitest';
import { letters } from '../members/letters.ts';
import { renderLetter } from './render.ts';

const contact = { address: '1 Example Street\nOakland', phone: null, email: null };

it('a message of staff keeps its lines, and nothing in it becomes markup or another header', () => {
  const subject = 'Mixer <b>\r\nBcc: all@example.org';
  const body = 'Where:\n1 Example Street\n\n<a href="https://example.org">Come</a> & see';
  const letter = letters['member-message'].write({ subject, body }, '');
  const mail = renderLetter('Ana <i>', letter, contact);
  expect(mail.subject).toBe('Mixer <b> Bcc: all@example.org');
  expect(mail.text).toContain('Hello Ana <i>,\n\nWhere:\n1 Example Street\n\n<a href');
  const html = mail.html.replace(/ (?:class|style)="[^"]*"/g, '').replaceAll('\n', '');
  expect(html).toContain('<p>Hello Ana &lt;i&gt;,</p><p>Where:<br>1 Example Street</p>');
  expect(html).toContain('<p>&lt;a href=&quot;https://example.org&quot;&gt;Come&lt;/a&gt; &amp; see</p>');
});
