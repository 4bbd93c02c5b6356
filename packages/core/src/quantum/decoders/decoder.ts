/** Turns the detection events of a shot into what the errors most likely did to the observables. */
export interface Decoder {
  /** The observables that are predicted flipped in the last shot, 32 to a word. */
  readonly prediction: Int32Array;
  /**
   * Decodes one shot: the first `count` of `events` are its detection events, distinct and ascending. Returns the weight
   * Σ ln((1 − p)/p) of the errors that it takes as happened. Throws `UnexplainedEvents` where the model has no
   * combination of errors with these events.
   */
  decode(events: Int32Array, count: number): number;
}

/** A shot whose detection events no combination of the model's errors can cause. */
export class UnexplainedEvents extends Error {
  constructor() {
    super("no combination of the model's errors causes these detection events");
    this.name = "UnexplainedEvents";
  }
}
