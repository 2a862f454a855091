import { type LetterTemplate, sampleToken } from '../engine/letter.ts';
import { type LetterName, letters } from '../nouns.ts';
import { renderLetter } from './render.ts';

const sampleContact = {
  address: '1 Sample Street\nOakland, CA 94607',
  phone: '+15105550100',
  email: 'office@example.org',
};

export const letterNames = Object.keys(letters) as LetterName[];

/** A letter as its reader receives it, with the letter's own sample content. */
export function previewLetter(name: LetterName): { subject: string; text: string; html: string } {
  const { sample, write } = letters[name] as LetterTemplate<unknown>;
  return renderLetter('Ana', write(sample, sampleToken), sampleContact);
}
