import { z } from "zod";

const hoursOfDay = 24;

/** The power grid that feeds a system, as far as the system file tells of it. */
export const gridSchema = z.strictObject({
  /** The zone, as carbon intensity providers name it. */
  zone: z.string().min(1).max(64),
  /**
   * Average carbon intensity in each hour of a typical day from midnight UTC on, gCO2e per kWh. It counts for as long as
   * nobody reports how the grid really is. Without it the zone's mean of a year counts.
   */
  typicalDayGPerKwh: z
    .array(z.number().min(0).max(5_000))
    .length(hoursOfDay, "give one figure an hour, 24 in all")
    .optional(),
});
export type Grid = z.infer<typeof gridSchema>;
