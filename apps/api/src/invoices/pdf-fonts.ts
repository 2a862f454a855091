import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { create, type Font } from 'fontkit';

/** The fonts beside the Latin one, each with the letters for which it is opened. `fonts/README.md` says how the fonts were cut. */
const others: [name: string, letters: RegExp][] = [
  ['noto-sans-han', /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/u],
  ['noto-sans-han-rare', /[\p{Script=Han}\u2e80-\u2fff]/u],
  ['noto-sans-korean', /\p{Script=Hangul}/u],
  [
    'noto-sans-kana',
    /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u2100-\u2bff\u3000-\u33ff]/u,
  ],
  ['noto-sans-arabic', /\p{Script_Extensions=Arabic}/u],
  ['noto-sans-hebrew', /\p{Script=Hebrew}/u],
  ['noto-sans-thai', /[\p{Script=Thai}\u0e3f]/u],
  ['noto-sans-devanagari', /\p{Script_Extensions=Devanagari}/u],
  ['noto-sans-gurmukhi', /\p{Script_Extensions=Gurmukhi}/u],
  ['noto-sans-bengali', /\p{Script_Extensions=Bengali}/u],
  ['noto-sans-tamil', /\p{Script_Extensions=Tamil}/u],
  ['noto-sans-armenian', /\p{Script=Armenian}/u],
  ['noto-sans-georgian', /\p{Script=Georgian}/u],
  ['noto-sans-ethiopic', /\p{Script=Ethiopic}/u],
  ['noto-sans-khmer', /\p{Script=Khmer}/u],
  ['noto-sans-lao', /\p{Script=Lao}/u],
];
const emoji = 'noto-emoji';

interface Opened {
  bytes: Buffer;
  font: Font;
  letters: Set<number>;
}

const opened = new Map<string, Opened>();
/** A font, which is read when a document first needs it: most need no Chinese letters. */
export function openFont(name: string): Opened {
  const known = opened.get(name);
  if (known) return known;
  const bytes = gunzipSync(readFileSync(join(import.meta.dirname, 'fonts', `${name}.ttf.gz`)));
  const font = create(bytes) as Font;
  const one = { bytes, font, letters: new Set(font.characterSet) };
  opened.set(name, one);
  return one;
}

const drawnAsNothing = /\p{Default_Ignorable_Code_Point}/gu;
/** A sign that people see as a picture, or that is followed by the selector which asks for the picture. */
const picture = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u;

function has(name: string, sign: string): boolean {
  const { letters } = openFont(name);
  return [...sign].every((letter) => letters.has(letter.codePointAt(0)!));
}

/** A sign as a font can show it. */
export interface Shown {
  font: string;
  text: string;
  /** True if no font has the sign, and a question mark stands for it. */
  isMissing?: boolean;
}

/**
 * The font that has every letter of a sign, where a sign is what people see as one letter, with its accents. `before` is the font of
 * the text before it, which keeps spaces and punctuation when it has them.
 */
export function showSign(sign: string, isBold: boolean, before: string | undefined): Shown | undefined {
  const latin = isBold ? 'noto-sans-bold' : 'noto-sans';
  const visible = sign.replace(drawnAsNothing, '');
  if (picture.test(sign) && has(emoji, visible)) return { font: emoji, text: sign };
  if (visible === '') return undefined;
  if (before && before !== emoji && /^[\p{Script=Common}\p{Script=Inherited}]+$/u.test(visible))
    if (has(before, visible)) return { font: before, text: visible };
  if (has(latin, visible)) return { font: latin, text: visible };
  for (const [font, letters] of others)
    if (letters.test(visible) && has(font, visible))
      // Some scripts join or part their letters by signs that are drawn as nothing.
      return { font, text: has(font, sign) ? sign : visible };
  if (/\p{Extended_Pictographic}/u.test(visible) && has(emoji, visible)) return { font: emoji, text: sign };
  return { font: latin, text: '?', isMissing: true };
}
