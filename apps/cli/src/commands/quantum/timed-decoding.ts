import { type DecodedShots, type Decoder, decodeShots, type ShotBatch, shotBatch } from "@homeostat/core/quantum";

/** So many shots are decoded once before the clock starts, while the code is still being compiled. */
const warmUpShots = 4096;
/** Some systems count processor time in steps of a hundredth of a second. */
const leastSecondsCpu = 0.25;

/**
 * Decodes shots, and says how much processor time that takes on one thread, seconds. Where they are few, they are decoded
 * again and again until the time is long enough to be measured, and it is the mean of one pass.
 */
export function timedDecoding(
  decoder: Decoder,
  events: ShotBatch,
  observableCount: number,
): { readonly decoded: DecodedShots; readonly secondsCpu: number } {
  decodeShots(decoder, firstShots(events), observableCount);
  const start = process.threadCpuUsage();
  for (let passes = 1; ; passes++) {
    const decoded = decodeShots(decoder, events, observableCount);
    if (events.shots === 0) return { decoded, secondsCpu: 0 };
    const { user, system } = process.threadCpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (seconds >= leastSecondsCpu) return { decoded, secondsCpu: seconds / passes };
  }
}

function firstShots({ bitsPerShot, bytesPerShot, shots, rows }: ShotBatch): ShotBatch {
  const count = Math.min(shots, warmUpShots);
  return shotBatch(bitsPerShot, count, rows.subarray(0, count * bytesPerShot));
}
