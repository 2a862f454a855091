import { formatPhone } from '@namc/inputs/phone';
import type { Letter, Part } from '../engine/letter.ts';
import type { AssociationContact } from '../settings/queries.ts';

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (one) => escapes[one] ?? one);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

function textOf(part: Part): string {
  if (typeof part === 'string') return part;
  if ('quote' in part) return part.quote.replace(/^/gm, '> ');
  return `${part.label}:\n${part.url}`;
}

function htmlOf(part: Part): string {
  if (typeof part === 'string') return `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`;
  if ('quote' in part) {
    return `<blockquote style="margin:0 0 16px;padding-left:12px;border-left:3px solid #7b8595;white-space:pre-wrap">${escapeHtml(part.quote)}</blockquote>`;
  }
  return `<p><a href="${escapeHtml(part.url)}" style="color:#0b5cad">${escapeHtml(part.label)}</a></p><p style="color:#4a5362;font-size:12px">${escapeHtml(part.url)}</p>`;
}

/** The last lines of each letter: who writes, and where they can be reached. */
function signatureOf({ address, phone, email }: AssociationContact): string[] {
  return ['NAMC NorCal', ...address.split('\n'), phone && formatPhone(phone), email].filter(
    (line) => !!line,
  ) as string[];
}

/** Renders a letter as plain text and as HTML. Without a name it greets nobody in particular. */
export function renderLetter(name: string | null, { subject, parts }: Letter, contact: AssociationContact) {
  const all: Part[] = [name ? `Hello ${oneLine(name)},` : 'Hello,', ...parts];
  const signature = signatureOf(contact);
  const footer = `<p style="margin-top:24px;padding-top:12px;border-top:1px solid #d5dae1;color:#4a5362;font-size:14px">${signature.map(escapeHtml).join('<br>')}</p>`;
  return {
    subject: oneLine(subject),
    text: `${[...all.map(textOf), signature.join('\n')].join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body style="font:16px/1.5 system-ui,sans-serif;color:#14181f;max-width:36rem">${all.map(htmlOf).join('')}${footer}</body></html>`,
  };
}
