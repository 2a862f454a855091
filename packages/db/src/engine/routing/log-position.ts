/**
 * A place in the primary's write-ahead log in bytes from its beginning, which PostgreSQL writes as `16/B374D848`.
 */
export type LogPosition = bigint;

/** @throws RangeError when the text is not a position. */
export function readPosition(text: string): LogPosition {
  const [, high, low] = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new RangeError(`${text} is no position in a log.`);
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
