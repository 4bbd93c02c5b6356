import type { ShotsMessage, ShotStreamItem, ShotStreamLayout, ShotStreamLive } from "@homeostat/core/protocol";
import { setBits, shotBatch, sliceShots } from "@homeostat/core/quantum";
import { fetchJson, watchShots } from "../../../live/index.ts";
import type { StreamFigures } from "./messages.ts";

interface Listener {
  /** What there is to draw, and the error model that the server decodes by; told again when that is another. */
  readonly open: (layout: ShotStreamLayout, prior: string) => void;
  /** What is new: figures, the detection events of the newest shots, and the stabilizers that fired in their layers. */
  readonly show: (
    live: ShotStreamLive,
    figures: StreamFigures,
    shots: readonly (readonly number[])[],
    layers: readonly (readonly number[])[],
  ) => void;
  readonly fail: (message: string) => void;
}

/** Follows a stream that the server decodes until the returned function is called. */
export function followStream({ name, detectors }: ShotStreamItem, listener: Listener): () => void {
  const path = `/api/quantum/streams/${encodeURIComponent(name)}`;
  const stop = new AbortController();
  const { signal } = stop;
  let seen: { readonly shots: number; readonly at: number; readonly roundsPerSecond: number } | undefined;
  let priorVersion = -1;
  let correlations: StreamFigures["correlations"] = [new Float64Array(0), new Float64Array(0)];

  const take = async ({ live, correlations: told }: ShotsMessage, layout: ShotStreamLayout) => {
    if (live.shots < (seen?.shots ?? 0)) {
      // The server was started again, and counts anew.
      seen = undefined;
      priorVersion = -1;
    }
    if (live.priorVersion !== priorVersion) {
      const answer = await fetch(`${path}/prior.dem`, { signal });
      listener.open(layout, await answer.text());
      priorVersion = live.priorVersion;
    }
    if (signal.aborted) return;
    if (told !== null) correlations = [matrix(told[0]), matrix(told[1])];
    const now = performance.now();
    const rounds = Math.max(1, layout.layers - 1);
    const pace = seen === undefined ? 0 : ((live.shots - seen.shots) * rounds * 1000) / Math.max(1, now - seen.at);
    const roundsPerSecond =
      seen === undefined ? 0 : seen.roundsPerSecond === 0 ? pace : 0.7 * seen.roundsPerSecond + 0.3 * pace;
    const shots = eventsOf(live, detectors, seen?.shots ?? 0);
    seen = { shots: live.shots, at: now, roundsPerSecond };
    listener.show(live, figuresOf(live, roundsPerSecond, correlations), shots, layersOf(shots, layout));
  };
  const fail = (problem: string) => {
    if (!signal.aborted) listener.fail(problem);
  };
  let unwatch = () => {};
  const follow = async () => {
    const layout = await fetchJson<ShotStreamLayout>(`${path}/layout`, signal);
    if (signal.aborted) return;
    // One after another, as a new prior has to be fetched before its shots can be shown.
    let taken: Promise<void> = Promise.resolve();
    const hear = (message: ShotsMessage) => {
      // A server that is away for a moment tells more once it is back; the connection's own state says so.
      taken = taken.then(() => take(message, layout)).catch(() => undefined);
    };
    unwatch = watchShots(name, hear, fail);
  };
  follow().catch((error: unknown) => fail((error as Error).message));
  return () => {
    stop.abort();
    unwatch();
  };
}

function matrix(bytes: Uint8Array<ArrayBuffer>): Float64Array {
  return Float64Array.from(new Float32Array(new Uint8Array(bytes).buffer));
}

/** The events of the shots that are new after the first `after`. */
function eventsOf({ recent }: ShotStreamLive, detectors: number, after: number): number[][] {
  const all = shotBatch(
    detectors,
    recent.count,
    Uint8Array.from(atob(recent.b8), (c) => c.charCodeAt(0)),
  );
  const known = Math.min(recent.count, Math.max(0, after - recent.from));
  const batch = sliceShots(all, known, recent.count - known);
  const scratch = new Int32Array(detectors);
  return Array.from({ length: batch.shots }, (_, s) => [...scratch.subarray(0, setBits(batch, s, scratch))]);
}

function layersOf(shots: readonly (readonly number[])[], { places, layers }: ShotStreamLayout): number[][] {
  return shots.flatMap((events) => {
    const fired: number[][] = Array.from({ length: layers }, () => []);
    for (const d of events) fired[places[d]!.layer]!.push(places[d]!.stabilizer);
    return fired;
  });
}

function figuresOf(
  live: ShotStreamLive,
  roundsPerSecond: number,
  correlations: StreamFigures["correlations"],
): StreamFigures {
  const { shots, logicalError, suppression, detectionFraction, detectionFractions, decodeUs, backlog, bursts } = live;
  return {
    shots,
    roundsPerSecond,
    mistakes: logicalError?.mistakes ?? 0,
    logicalError: logicalError ?? { rate: 0, interval: [0, 1] },
    suppression: suppression ?? undefined,
    distances: suppression?.distances ?? [],
    detectionFraction,
    detectionFractions: Float64Array.from(detectionFractions),
    decodeUs: decodeUs ?? undefined,
    backlog,
    bursts,
    weight: live.weight,
    correlations,
  };
}
