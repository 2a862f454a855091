/** The reason why a request to the data layer failed. Other layers translate `code`. */
export type FailureCode = 'not_found' | 'invalid_input' | 'refused' | 'busy' | 'unavailable' | 'canceled';

export class Failure extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A `get…` function asked for something that does not exist. */
export class NotFound extends Failure {
  constructor(noun: string, identity: string) {
    super('not_found', `There is no ${noun} ${identity}.`);
  }
}

/** Input that can never be valid; `field` is the input's own name for it. */
export class InvalidInput extends Failure {
  readonly field: string;
  constructor(field: string, message: string, options?: ErrorOptions) {
    super('invalid_input', `${field}: ${message}`, options);
    this.field = field;
  }
}

/** A valid request that breaks a rule; nothing was changed. */
export class Refused extends Failure {
  constructor(message: string, options?: ErrorOptions) {
    super('refused', message, options);
  }
}

/** Another process holds what this request needs; trying again later can work. */
export class Busy extends Failure {
  constructor(message: string, options?: ErrorOptions) {
    super('busy', message, options);
  }
}

/** The caller disconnected; the work in progress was rolled back. */
export class Canceled extends Failure {
  constructor(options?: ErrorOptions) {
    super('canceled', 'Nobody waits for this answer any more.', options);
  }
}

/** The database cannot be reached, or lacks something that the portal needs. */
export class Unavailable extends Failure {
  constructor(message: string, options?: ErrorOptions) {
    super('unavailable', message, options);
  }
}

/** The connection was lost after COMMIT was sent: the write was carried out or not. It must not be run again by itself. */
export class OutcomeUnknown extends Unavailable {
  constructor(options?: ErrorOptions) {
    super(
      'The connection to the database was lost while this was being saved, so it may have been saved or not. Look whether it is there before you try again.',
      options,
    );
  }
}
