import { defensibleFigures } from "../energy/energy-figures.ts";
import { sourced } from "../energy/sourced.ts";

/** What the models of the power-saving strategies rest on, each with its source. */
export const strategyFigures = {
  /** What a machine that sleeps draws, of its idle power. */
  sleepShareOfIdle: sourced(
    0.04,
    "W/W",
    "Meisner, Gold & Wenisch, PowerNap (2009): a blade of 270 W idle naps at 10.4 W",
  ),
  /** A machine whose memory was kept alive serves again after so long, and with a warm cache. */
  wakeSeconds: sourced(2, "s", "assumed: suspend to memory, a system that runs on without booting"),
  /** What compressed data take, of what they took. */
  compressedShare: sourced(1 / 2.9, "kB/kB", "Zstandard 1.5, level 1, its published benchmark on the Silesia corpus"),
  /** One processor's time to compress and to expand again. */
  compressionMsPerKb: sourced(
    1 / 510 + 1 / 1550,
    "ms/kB",
    "Zstandard 1.5, level 1, its published benchmark: 510 MB/s in, 1,550 MB/s out",
  ),
  /** Energy of the network between zones. */
  networkJPerKb: sourced(
    (defensibleFigures.networkKwhPerGb.value * 3_600_000) / 1e6,
    "J/kB",
    defensibleFigures.networkKwhPerGb.source,
  ),
} as const;
