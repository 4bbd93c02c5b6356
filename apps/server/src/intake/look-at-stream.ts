import type { ShotStreamLive } from "@homeostat/core/protocol";
import type { ShotStream } from "@homeostat/core/quantum";

/** What a stream shows now, with its newest shots after the first `after`. */
export function lookAtStream(
  stream: ShotStream,
  after: number,
  suppression: ShotStreamLive["suppression"] = null,
): ShotStreamLive {
  const { statistics, prior, recent } = stream;
  const { logicalError, ancillas, drift, review } = stream.summary();
  const fresh = Math.min(recent.shots, Math.max(0, statistics.shots - after));
  const rows = recent.rows.subarray((recent.shots - fresh) * recent.bytesPerShot, recent.shots * recent.bytesPerShot);
  return {
    shots: statistics.shots,
    unexplained: stream.unexplained,
    logicalError: logicalError ?? null,
    suppression,
    detectionFraction: statistics.detectionFraction,
    detectionFractions: Array.from(statistics.detectionFractions(), (share) => Number(share.toPrecision(4))),
    weight: statistics.weight,
    decodeUs: stream.isWarm ? statistics.decodeUsPerRound() : null,
    backlog: statistics.backlog(),
    bursts: statistics.bursts,
    ancillas: ancillas.map(({ qubit, seen, expected }) => ({ qubit, seen, expected })),
    suspects: drift?.suspects ?? [],
    review: review ?? null,
    priorVersion: prior.version,
    recent: { from: statistics.shots - fresh, count: fresh, b8: Buffer.from(rows).toString("base64") },
  };
}

/** The matrix of correlations, as it is sent. */
export function correlationsOf({ statistics }: ShotStream, lag: 0 | 1): Float32Array {
  return Float32Array.from(statistics.correlations(lag));
}
