/**
 * A point in the form that PostGIS sends and accepts (EWKB in hexadecimal): byte order, type with the SRID flag,
 * SRID, x, y. PostGIS manual, chapter 4, "EWKB".
 */
const pointWithSrid = 0x20000001;

export function writeEwkbPoint(x: number, y: number, srid: number): string {
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    throw new TypeError(`A point needs two finite numbers, not ${x} and ${y}.`);
  }
  const bytes = Buffer.alloc(25);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(pointWithSrid, 1);
  bytes.writeUInt32LE(srid, 5);
  bytes.writeDoubleLE(x, 9);
  bytes.writeDoubleLE(y, 17);
  return bytes.toString('hex');
}

export function readEwkbPoint(hex: string, srid: number): [x: number, y: number] {
  const bytes = Buffer.from(hex, 'hex');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 1;
  if (
    bytes.length !== 25 ||
    view.getUint32(1, little) !== pointWithSrid ||
    view.getUint32(5, little) !== srid
  ) {
    throw new TypeError(`Expected a point with SRID ${srid}, got ${hex}.`);
  }
  return [view.getFloat64(9, little), view.getFloat64(17, little)];
}
