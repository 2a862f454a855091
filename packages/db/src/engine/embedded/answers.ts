/** The bytes of a message's type and length. */
const headBytes = 5;
const errorResponse = 'E'.charCodeAt(0);
const readyForQuery = 'Z'.charCodeAt(0);

/** The contents of a piece of the engine’s answer. */
export interface ReadPiece {
  /** The bytes for the client. */
  passed: Uint8Array[];
  /** True once the answer has an error. */
  hasFailed: boolean;
  /**
   * The text of a PANIC. After it PostgreSQL ends its processes and reads its log anew. This engine has one process and goes on, in
   * a state that answers nothing any more.
   */
  panic: string | undefined;
}

/**
 * Reads the answers of the engine to one message of a client, piece by piece. With `isPart` it leaves out ReadyForQuery: this
 * engine says it after each error, and a client would take what follows for the answer to its next statement
 * (https://github.com/electric-sql/pglite/issues/958).
 */
export function readAnswer(isPart: boolean): (piece: Uint8Array) => ReadPiece {
  /** The beginning of a message whose length has not come yet. */
  let rest: Uint8Array = new Uint8Array(0);
  let bodyLeft = 0;
  let isPassed = true;
  let error: Uint8Array[] | undefined;
  let hasFailed = false;
  let panic: string | undefined;
  return (piece) => {
    // The engine writes its next piece over this one.
    const bytes = Buffer.concat([rest, piece]);
    rest = new Uint8Array(0);
    const passed: Uint8Array[] = [];
    /** The bytes from here to `at` are for the client. */
    let from = 0;
    let at = 0;
    const pass = () => {
      if (isPassed && at > from) passed.push(bytes.subarray(from, at));
      from = at;
    };
    while (at < bytes.length && panic === undefined) {
      if (bodyLeft === 0) {
        if (bytes.length - at < headBytes) {
          rest = bytes.subarray(at);
          break;
        }
        pass();
        const type = bytes[at];
        isPassed = !(isPart && type === readyForQuery);
        error = type === errorResponse ? [] : undefined;
        hasFailed ||= error !== undefined;
        bodyLeft = bytes.readInt32BE(at + 1) - 4;
        at += headBytes;
      }
      const end = Math.min(bytes.length, at + bodyLeft);
      error?.push(bytes.subarray(at, end));
      bodyLeft -= end - at;
      at = end;
      if (bodyLeft === 0 && error) panic = panicOf(Buffer.concat(error));
    }
    pass();
    return { passed: panic === undefined ? passed : [], hasFailed, panic };
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
