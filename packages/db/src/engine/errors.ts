/** Why a request to the database layer could not be carried out; `code` is what other layers translate. */
export type FailureCode = 'not_found' | 'invalid_input' | 'refused' | 'busy' | 'unavailable' | 'canceled';

export class Failure extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A `get…` asked for something that is not there. */
export class NotFound extends Failure {
  constructor(noun: string, identity: string) {
    super('not_found', `There is no ${noun} ${identity}.`);
  }
}

/** What was sent can never be right; `field` is the input's own name for it. */
export class InvalidInput extends Failure {
  readonly field: string;
  constructor(field: string, message: string, options?: ErrorOptions) {
    super('invalid_input', `${field}: ${message}`, options);
    this.field = field;
  }
}

/** Understood, and against a rule; nothing was changed. */
export class Refused extends Failure {
  constructor(message: string, options?: ErrorOptions) {
    super('refused', message, options);
  }
}

/** Someone else is doing the same thing just now; trying again later can work. */
export class Busy extends Failure {
  constructor(message: string, options?: ErrorOptions) {
    super('busy', message, options);
  }
}

/** Whoever asked has gone away; what was begun for them was rolled back. */
export class Canceled extends Failure {
  constructor(options?: ErrorOptions) {
    super('canceled', 'Nobody waits for this answer any more.', options);
  }
}

/** The database cannot be reached or lacks something that the portal needs. */
export class Unavailable extends Failure {
  constructor(message: string, options?: ErrorOptions) {
    super('unavailable', message, options);
  }
}
