import type { Letter, Part } from '../engine/letter.ts';

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
  if (typeof part === 'string') return `<p>${escapeHtml(part)}</p>`;
  if ('quote' in part) {
    return `<blockquote style="margin:0 0 16px;padding-left:12px;border-left:3px solid #7b8595;white-space:pre-wrap">${escapeHtml(part.quote)}</blockquote>`;
  }
  return `<p><a href="${escapeHtml(part.url)}" style="color:#0b5cad">${escapeHtml(part.label)}</a></p><p style="color:#4a5362;font-size:12px">${escapeHtml(part.url)}</p>`;
}

/** Renders a letter as plain text and as HTML. Without a name it greets nobody in particular. */
export function renderLetter(name: string | null, { subject, parts }: Letter) {
  const all: Part[] = [name ? `Hello ${oneLine(name)},` : 'Hello,', ...parts, 'NAMC NorCal'];
  return {
    subject: oneLine(subject),
    text: `${all.map(textOf).join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body style="font:16px/1.5 system-ui,sans-serif;color:#14181f;max-width:36rem">${all.map(htmlOf).join('')}</body></html>`,
  };
}
