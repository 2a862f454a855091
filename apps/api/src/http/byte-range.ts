/** The bytes of a file from the first to the last one, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * The part of a file of so many bytes that a request asks for (RFC 9110, section 14). Undefined for the whole file: without a range, for
 * several or unknown ones, and when `If-Range` names another version of the file. `none` if no byte of it is in the range.
 */
export function readRange(
  bytes: number,
  etag: string,
  { range, ifRange }: { range: string | undefined; ifRange: string | undefined },
): ByteRange | 'none' | undefined {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? '');
  if (!asked || (ifRange !== undefined && ifRange.trim() !== etag)) return undefined;
  const [, from = '', to = ''] = asked;
  if (from === '') {
    if (to === '') return undefined;
    const most = Number(to);
    return most === 0 || bytes === 0 ? 'none' : { first: Math.max(bytes - most, 0), last: bytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first >= bytes ? 'none' : { first, last };
}
