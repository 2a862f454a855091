import { pictureBytes } from '@namc/inputs/home-sections';

/** A picture as it is sent. */
export interface SmallPicture {
  file: Blob;
  width: number;
  height: number;
}

/** The longest side in pixels, and the quality, from the best to the least. */
const tries: [side: number, quality: number][] = [
  [1280, 0.82],
  [1280, 0.6],
  [800, 0.6],
];

/**
 * Makes a picture as small as the home page needs it. Nothing but its pixels is left: no place, no camera, no date.
 * @throws Error for a file that is no picture, in words for the person who chose it.
 */
export async function shrinkPicture(file: Blob): Promise<SmallPicture> {
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new Error('This file isn’t a picture that your browser can read.', { cause });
  });
  for (const [longest, quality] of tries) {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    // A browser that cannot write WebP writes PNG instead.
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/webp', quality));
    if (small && small.size <= pictureBytes)
      return { file: small, width: canvas.width, height: canvas.height };
  }
  throw new Error('This picture is too detailed. Choose a smaller one.');
}
