/** What goes to a thread. */
export interface Asked<Question> {
  readonly id: number;
  readonly question: Question;
}

/** What comes back: `isTheirs` where whoever asked gave something that cannot be used. */
export type Answered =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly problem: string; readonly isTheirs: boolean };
