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
  const words = mail.html.replace(/\s+/g, ' ');
  expect(words).toContain('>Hello Ana &lt;i&gt;,</p>');
  expect(words).toContain('>Where:<br> 1 Example Street</p>');
  expect(words).toContain('>&lt;a href=&quot;https://example.org&quot;&gt;Come&lt;/a&gt; &amp; see</p>');
  expect(words).not.toContain('<a href="https://example.org"');
});
