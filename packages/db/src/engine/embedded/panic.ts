/** The bytes of a message's type and length. */
const headBytes = 5;
const errorResponse = 'E'.charCodeAt(0);

/**
 * Reads what the engine answers, piece by piece, and returns the text of a PANIC once one has come. After it PostgreSQL ends
 * its processes and reads its log anew. This engine has one process and goes on, in a state that answers nothing any more.
 */
export function panicsIn(): (piece: Uint8Array) => string | undefined {
  const head = Buffer.alloc(headBytes);
  let headRead = 0;
  let bodyLeft = 0;
  let error: Uint8Array[] | undefined;
  let panic: string | undefined;
  return (piece) => {
    for (let at = 0; at < piece.length && panic === undefined; ) {
      if (bodyLeft === 0) {
        head[headRead++] = piece[at++] as number;
        if (headRead < headBytes) continue;
        headRead = 0;
        bodyLeft = head.readInt32BE(1) - 4;
        error = head[0] === errorResponse ? [] : undefined;
      } else {
        const end = Math.min(piece.length, at + bodyLeft);
        error?.push(piece.slice(at, end));
        bodyLeft -= end - at;
        at = end;
      }
      if (bodyLeft === 0 && error) panic = panicOf(Buffer.concat(error));
      if (bodyLeft === 0) error = undefined;
    }
    return panic;
  };
}

/** The fields are a letter and a text each. `V` is the severity, which no locale translates, `M` the message. */
function panicOf(error: Buffer): string | undefined {
  const fields = new Map(
    error
      .toString('utf8')
      .split('\0')
      .map((field) => [field.charAt(0), field.slice(1)]),
  );
  return fields.get('V') === 'PANIC' ? (fields.get('M') ?? 'PANIC') : undefined;
}
