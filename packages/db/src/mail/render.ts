import { cutText } from '@namc/inputs/cut-text';
import { formatPhone } from '@namc/inputs/phone';
import type { Letter, Part } from '../engine/letter.ts';
import type { AssociationContact } from '../settings/queries.ts';
import { type Frame, layOut } from './layout.ts';

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (one) => escapes[one] ?? one);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Mail servers may cut a line after 998 characters. An escaped character takes up to six. */
const longestLine = 120;
/** Pieces of that length. */
const pieces = /.{1,120}/gsu;

/** Escaped text in short lines. A long word is cut where it may break: a line break inside of a tag is no space. */
function inLines(text: string): string {
  const lines: string[] = [''];
  for (const word of text.split(/\s+/)) {
    const escaped = word.match(pieces)?.map(escapeHtml).join('<wbr\n>') ?? '';
    const last = lines.at(-1) ?? '';
    if (last.length + escaped.length < longestLine)
      lines[lines.length - 1] = last ? `${last} ${escaped}` : escaped;
    else lines.push(escaped);
  }
  return lines.join('\n');
}

/** A person's text keeps its lines. */
const withBreaks = (text: string) => text.split('\n').map(inLines).join('<br>\n');

const paragraph = (text: string) => `<p class="text" style="margin:0 0 16px">${withBreaks(text)}</p>`;

const quotation = (text: string) =>
  `<blockquote class="quote" style="margin:0 0 16px;padding:2px 0 2px 16px;border-left:3px solid #a8430b">${withBreaks(text)}</blockquote>`;

const anchor = ({ label, url }: { label: string; url: string }) =>
  `<p class="text" style="margin:0 0 16px"><a class="link" href="${escapeHtml(url)}"\nstyle="color:#0b5cad">${inLines(label)}</a></p>`;

/** A table, because Outlook draws the ground of a cell and not that of a link. Below it the address itself. */
const button = ({ label, url }: { label: string; url: string }) =>
  `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px"><tr>
<td class="button" bgcolor="#1b4674" style="border-radius:8px;background-color:#1b4674"><a class="button-text" href="${escapeHtml(url)}"
style="display:inline-block;padding:12px 24px;border-radius:8px;font-weight:600;color:#ffffff;text-decoration:none">${inLines(label)}</a></td>
</tr></table>
<p class="small" style="margin:0 0 24px;font-size:13px;line-height:20px;color:#4a5362;word-break:break-all">${inLines(url)}</p>`;

function textOf(part: Part): string {
  if (typeof part === 'string') return part;
  if ('quote' in part) return part.quote.replace(/^/gm, '> ');
  return `${'button' in part ? part.button : part.link}:\n${part.url}`;
}

function htmlOf(part: Part): string {
  if (typeof part === 'string') return paragraph(part);
  if ('quote' in part) return quotation(part.quote);
  return 'button' in part
    ? button({ label: part.button, url: part.url })
    : anchor({ label: part.link, url: part.url });
}

/** The last lines of each letter: who writes, and where they can be reached. */
function signatureOf({ address, phone, email }: AssociationContact): string[] {
  return [
    'NAMC NorCal',
    'National Association of Minority Contractors, Northern California Chapter',
    ...address.split('\n'),
    phone && formatPhone(phone),
    email,
  ].filter((line) => !!line) as string[];
}

/** Renders a letter as plain text and as HTML. Without a name it greets nobody in particular. */
export function renderLetter(name: string | null, { subject, parts }: Letter, contact: AssociationContact) {
  const all: Part[] = [name ? `Hello ${oneLine(name)},` : 'Hello,', ...parts];
  const signature = signatureOf(contact);
  const [first = ''] = parts.filter((part) => typeof part === 'string');
  const frame: Frame = {
    // A title knows no tags.
    title: escapeHtml(cutText(oneLine(subject), longestLine)),
    // Inboxes show it beside the subject, and cut it themselves.
    preheader: inLines(cutText(oneLine(first), 200)),
    body: all.map(htmlOf).join('\n'),
    signature: signature.map(inLines).join('<br>\n'),
  };
  return {
    subject: oneLine(subject),
    text: `${[...all.map(textOf), signature.join('\n')].join('\n\n')}\n`,
    html: layOut(frame),
  };
}
