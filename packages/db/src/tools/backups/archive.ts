import { mkdir } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { create, extract } from 'tar';
import { measuring } from '../maintenance/export-file.ts';
import type { ExportPlace } from '../maintenance/export-place.ts';

/** The parts of a data folder that an archive holds. The keys are not among them. */
export const archivedParts = ['postgres', 'version'];

/** Writes a copy of a data folder to a place as one compressed archive. Returns its size and checksum. */
export async function writeArchive(
  place: ExportPlace,
  { name, from, signal }: { name: string; from: string; signal: AbortSignal },
): Promise<{ bytes: number; sha256: string }> {
  const { stream, bytes, sha256 } = measuring();
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  const compressed = new PassThrough();
  await Promise.all([
    pipeline(create({ cwd: from, portable: true }, archivedParts), compress, stream, compressed, { signal }),
    place.write(name, compressed),
  ]).catch((error: unknown) => {
    compressed.destroy();
    throw error;
  });
  return { bytes: bytes(), sha256: sha256() };
}

/**
 * Unpacks an archive into an empty folder, and returns what it measured on the way.
 * @throws Error for an archive that is cut off or changed.
 */
export async function unpackArchive(
  place: ExportPlace,
  { name, to, signal }: { name: string; to: string; signal: AbortSignal },
): Promise<{ bytes: number; sha256: string }> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const { stream, bytes, sha256 } = measuring();
  await pipeline(
    await place.open(name),
    stream,
    createZstdDecompress(),
    // The archive is ours, and still nothing in it may lead out of the folder.
    extract({ cwd: to, strict: true, preservePaths: false }),
    { signal },
  );
  return { bytes: bytes(), sha256: sha256() };
}
