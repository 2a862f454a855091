import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Refused } from '@namc/db/errors';
import type { FileRules } from '@namc/db/files/queries';
import { fileTypeFromFile } from 'file-type';

export interface TakenContent {
  /** True if the bytes to store are at `made`. */
  isMade: boolean;
  sha256: string;
  bytes: number;
  contentType: string;
}

const firstBytes = 64 * 1024;
/** A decoded picture takes 4 bytes for each. */
const mostPixels = 60_000_000;
const encodings = { 'image/jpeg': 'jpeg', 'image/png': 'png', 'image/webp': 'webp' } as const;
const isPicture = (contentType: string): contentType is keyof typeof encodings => contentType in encodings;

const inWords: Record<string, string> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'application/pdf': 'PDF',
  'text/csv': 'CSV',
};
/** “JPEG, PNG or WebP” */
const either = (contentTypes: string[]) => {
  const words = contentTypes.map((type) => inWords[type] ?? type);
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' or ');
};

/**
 * Looks at an uploaded file's bytes, whatever its name says. A picture is turned upright, made smaller, and encoded anew at
 * `made`, so that it holds no position, no camera and no hidden bytes.
 * @throws Refused for a type that the use does not take, and for a picture that cannot be read.
 */
export async function takeContent(
  path: string,
  made: string,
  { contentTypes, mostSide }: Pick<FileRules, 'contentTypes' | 'mostSide'>,
): Promise<TakenContent> {
  const contentType = (await fileTypeFromFile(path))?.mime ?? (await plainTextOf(path, contentTypes)) ?? '';
  if (/^image\/hei[cf]/.test(contentType)) {
    throw new Refused(
      `This picture is in Apple’s HEIC format, which most browsers can’t show. Save it as ${either(contentTypes)}, and upload it again.`,
    );
  }
  if (!contentTypes.includes(contentType))
    throw new Refused(`Choose a file in the format ${either(contentTypes)}.`);
  const isMade = isPicture(contentType);
  if (isMade) await encodeAnew(path, made, encodings[contentType], mostSide);
  return { isMade, contentType, ...(await measure(isMade ? made : path)) };
}

/** The hash and the size of a file. */
export async function measure(path: string): Promise<Pick<TakenContent, 'sha256' | 'bytes'>> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { sha256: hash.digest('hex'), bytes: (await stat(path)).size };
}

/** Text has no mark by which it is known. A use that takes text takes what has no byte of anything else among its first ones. */
async function plainTextOf(path: string, contentTypes: string[]): Promise<string | undefined> {
  const ofText = contentTypes.find((type) => type.startsWith('text/'));
  if (!ofText) return undefined;
  const [start = Buffer.alloc(0)] = await createReadStream(path, {
    end: firstBytes - 1,
    highWaterMark: firstBytes,
  })
    .take(1)
    .toArray();
  const first = start.subarray(0, 2).toString('hex');
  if (first === 'fffe' || first === 'feff')
    throw new Refused(
      'This file is UTF-16 text. Save it as “CSV UTF-8 (Comma delimited)”, and upload it again.',
    );
  return start.includes(0) ? undefined : ofText;
}

async function encodeAnew(
  path: string,
  made: string,
  encoding: 'jpeg' | 'png' | 'webp',
  mostSide: number | null,
): Promise<void> {
  // Loaded by the processes that take pictures, and by no other one.
  const { default: sharp } = await import('sharp');
  try {
    const picture = sharp(path, { limitInputPixels: mostPixels }).autoOrient();
    if (mostSide) {
      picture.resize({ width: mostSide, height: mostSide, fit: 'inside', withoutEnlargement: true });
    }
    await picture.toFormat(encoding).toFile(made);
  } catch (cause) {
    throw new Refused('This picture can’t be read. It may be damaged, or larger than 60 megapixels.', {
      cause,
    });
  }
}
