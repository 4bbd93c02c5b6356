/** Until when work may wait: its results are looked at on working days at nine, or twice a week, or each night. */
export type ShiftPolicy = "next-workday" | "semi-weekly" | "nightly";

/** A calendar of slots: slot 0 begins at midnight of a day whose weekday is known (0 is Monday). */
export interface SlotCalendar {
  readonly slotsPerDay: number;
  readonly weekdayOfFirst: number;
}

/**
 * The slot by which a job must have ended that would end at `end` if it ran at once, after Wiesner et al., "Let's Wait
 * Awhile" (2021). Never before `end`.
 *
 * `next-workday`: a job that ends outside of 9 to 17 o'clock may wait until nine of the next working day; in the paper
 * the evening of a Friday counts as the eve of a working day, and so it does here. `semi-weekly`: until Monday or
 * Thursday at nine, whichever comes first.
 */
export function deadlineOf(policy: "next-workday" | "semi-weekly", end: number, calendar: SlotCalendar): number {
  const { slotsPerDay, weekdayOfFirst } = calendar;
  const day = Math.floor(end / slotsPerDay);
  const weekday = (day + weekdayOfFirst) % 7;
  const hour = ((end % slotsPerDay) / slotsPerDay) * 24;
  const nineOf = (daysLater: number) => (day + daysLater) * slotsPerDay + (9 * slotsPerDay) / 24;
  if (policy === "next-workday") {
    if (weekday === 5) return nineOf(2);
    if (weekday === 6 || hour > 17) return nineOf(1);
    return hour < 9 ? nineOf(0) : end;
  }
  const toThursday = (weekday === 0 && hour > 9) || weekday === 1 || weekday === 2 || (weekday === 3 && hour <= 9);
  return nineOf(toThursday ? 3 - weekday : (7 - weekday) % 7);
}
