import { createHash } from 'node:crypto';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { parse } from 'csv-parse';
import type { PartitionExport } from '../../engine/partitions/partitions.ts';
import { type ExportPlace, streamOf } from './export-place.ts';

/** Counts and hashes what passes through. */
export function measuring(): { stream: Transform; bytes: () => number; sha256: () => string } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes, sha256: () => hash.digest('hex') };
}

/**
 * Stores rows as CSV, compressed with zstd, and beside it the checksum in the form of `sha256sum --check`. Returns the size and
 * the checksum of the compressed file.
 */
export async function writeExport(
  place: ExportPlace,
  name: string,
  rows: Readable,
): Promise<Pick<PartitionExport, 'file' | 'bytes' | 'sha256'>> {
  const file = `${name}.csv.zst`;
  const { stream, bytes, sha256 } = measuring();
  const compressed = new PassThrough();
  await Promise.all([
    pipeline(rows, createZstdCompress(), stream, compressed),
    place.write(file, compressed),
  ]).catch((error: unknown) => {
    compressed.destroy();
    throw error;
  });
  const found = { file, bytes: bytes(), sha256: sha256() };
  await place.write(`${file}.sha256`, streamOf(`${found.sha256}  ${file}\n`));
  return found;
}

/**
 * Reads a whole export back: its checksum, its size, and each row of the CSV, which must have as many columns as the first line.
 * @throws Error that says what is wrong with it.
 */
export async function proveExport(place: ExportPlace, wanted: PartitionExport): Promise<void> {
  const { stream, bytes, sha256 } = measuring();
  let rows = -1;
  const reader = parse({ relax_column_count: false });
  reader.on('readable', () => {
    while (reader.read() !== null) rows += 1;
  });
  const broken = await pipeline(await place.open(wanted.file), stream, createZstdDecompress(), reader).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const where = `${wanted.file} in ${place.name}`;
  if (broken !== undefined) throw new Error(`${where} cannot be read back: ${broken}`);
  if (sha256() !== wanted.sha256 || bytes() !== wanted.bytes)
    throw new Error(`${where} has another checksum than it had.`);
  if (rows !== wanted.rows) throw new Error(`${where} has ${rows} rows, and the partition ${wanted.rows}.`);
}
