/** What a component was asked over a while. */
export interface ComponentLoad {
  readonly replicasUp: number;
  /** Mean share of its capacity in use, 0..1. */
  readonly meanUse: number;
  /** The 95th percentile of the same. */
  readonly highUse: number;
  /** Requests a second, where that is known. */
  readonly requestRate?: number;
}
