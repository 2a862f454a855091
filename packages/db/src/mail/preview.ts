import { type LetterTemplate, sampleToken } from '../engine/letter.ts';
import { type LetterName, letters } from '../nouns.ts';
import { renderLetter } from './render.ts';

export const letterNames = Object.keys(letters) as LetterName[];

/** A letter as its reader receives it, with the letter's own sample content. */
export function previewLetter(name: LetterName): { subject: string; text: string; html: string } {
  const { sample, write } = letters[name] as LetterTemplate<unknown>;
  return renderLetter('Ana', write(sample, sampleToken));
}
