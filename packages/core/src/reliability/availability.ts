/** The probability that a unit that is not repaired has failed by a time: 1 − e^(−λt). Rate per hour, time in hours. */
export function unreliability(failuresPerHour: number, timeHours: number): number {
  return -Math.expm1(-failuresPerHour * timeHours);
}

/** The long-run share of time that a unit is down: MTTR / (MTTF + MTTR), both in the same unit. */
export function unavailability(mttf: number, mttr: number): number {
  return mttr / (mttf + mttr);
}

/**
 * The unavailability at a time of a unit that fails on demand, fails in time and is repaired (Open-PSA's GLM).
 * @param onDemand probability 0..1 of being failed at time 0
 */
export function glmUnavailability(
  onDemand: number,
  failuresPerHour: number,
  repairsPerHour: number,
  timeHours: number,
): number {
  const rate = failuresPerHour + repairsPerHour;
  if (rate === 0) return onDemand;
  const decay = Math.exp(-rate * timeHours);
  return (-failuresPerHour * Math.expm1(-rate * timeHours)) / rate + onDemand * decay;
}

export interface PeriodicTest {
  readonly failuresPerHour: number;
  /** Left out: a failure that a test finds is repaired at once. */
  readonly repairsPerHour?: number;
  /** Time between two tests, hours. */
  readonly intervalHours: number;
  /** Time of the first test, hours. */
  readonly firstTestHours: number;
  /** The moment asked for, hours. */
  readonly timeHours: number;
}

/**
 * The unavailability at a moment of a unit whose failures only a test finds. Between tests a unit is up, failed without
 * anybody knowing, or under repair; a test turns every unknown failure into a repair, and a repaired unit can fail again.
 */
export function periodicTestUnavailability(test: PeriodicTest): number {
  const { failuresPerHour: lambda, repairsPerHour: mu, intervalHours, firstTestHours, timeHours } = test;
  if (timeHours <= firstTestHours) return unreliability(lambda, timeHours);
  const since = timeHours - firstTestHours;
  if (mu === undefined) {
    const rest = since % intervalHours;
    return unreliability(lambda, rest === 0 ? intervalHours : rest);
  }
  const step = (up: number, repairing: number, hours: number): { up: number; repairing: number } => {
    const stays = Math.exp(-lambda * hours);
    const still = Math.exp(-mu * hours);
    // Repaired during the step and up at its end; the limit where the rates are equal.
    const back = Math.abs(mu - lambda) < 1e-9 * mu ? mu * hours * still : (mu * (stays - still)) / (mu - lambda);
    return { up: up * stays + repairing * back, repairing: repairing * still };
  };
  let up = Math.exp(-lambda * firstTestHours);
  const whole = Math.floor(since / intervalHours);
  for (let i = 0; i < whole; i++) {
    const before = up;
    up = step(up, 1 - up, intervalHours).up;
    if (Math.abs(up - before) < 1e-16) break;
  }
  return 1 - step(up, 1 - up, since - whole * intervalHours).up;
}

/** The mean unavailability over one test interval of a unit that is repaired at once: 1 − (1 − e^(−λτ)) / λτ. */
export function meanPeriodicTestUnavailability(failuresPerHour: number, intervalHours: number): number {
  const x = failuresPerHour * intervalHours;
  // The series where the difference would cancel.
  return x < 1e-4 ? x / 2 - (x * x) / 6 : 1 + Math.expm1(-x) / x;
}
