import type { ShotStreamItem, ShotStreamLayout, ShotStreamLive } from "@homeostat/core/protocol";
import { setBits, shotBatch } from "@homeostat/core/quantum";
import { fetchJson } from "../../../live/index.ts";
import type { StreamFigures } from "./messages.ts";

const askEveryMs = 500;
/** Correlations are many numbers, and change slowly. */
const correlationsEveryMs = 2500;
/** Pairs beyond which they are asked for less often still. */
const manyPairs = 150 ** 2;

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
  let timer: ReturnType<typeof setTimeout> | undefined;
  let layout: ShotStreamLayout | undefined;
  let seen: { readonly shots: number; readonly at: number; readonly roundsPerSecond: number } | undefined;
  let priorVersion = -1;
  let correlations: StreamFigures["correlations"] = [new Float64Array(0), new Float64Array(0)];
  let correlatedAt = 0;

  const turn = async () => {
    layout ??= await fetchJson<ShotStreamLayout>(`${path}/layout`, signal);
    const live = await fetchJson<ShotStreamLive>(`${path}/live?after=${seen?.shots ?? 0}`, signal);
    if (live.priorVersion !== priorVersion) {
      const answer = await fetch(`${path}/prior.dem`, { signal });
      listener.open(layout, await answer.text());
      priorVersion = live.priorVersion;
    }
    const now = performance.now();
    const pairs = layout.lattice.stabilizers.length ** 2;
    if (now - correlatedAt > correlationsEveryMs * (pairs > manyPairs ? 4 : 1)) {
      correlations = [
        await matrix(`${path}/correlations?lag=0`, signal),
        await matrix(`${path}/correlations?lag=1`, signal),
      ];
      correlatedAt = now;
    }
    const rounds = Math.max(1, layout.layers - 1);
    const pace = seen === undefined ? 0 : ((live.shots - seen.shots) * rounds * 1000) / Math.max(1, now - seen.at);
    const roundsPerSecond =
      seen === undefined ? 0 : seen.roundsPerSecond === 0 ? pace : 0.7 * seen.roundsPerSecond + 0.3 * pace;
    seen = { shots: live.shots, at: now, roundsPerSecond };
    const shots = eventsOf(live, detectors);
    listener.show(live, figuresOf(live, roundsPerSecond, correlations), shots, layersOf(shots, layout));
  };
  const run = () => {
    turn()
      .catch((error: unknown) => {
        // A server that is away for a moment is asked again; the connection's own state says so.
        if (!signal.aborted && layout === undefined) listener.fail((error as Error).message);
      })
      .finally(() => {
        if (!signal.aborted) timer = setTimeout(run, askEveryMs);
      });
  };
  run();
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

async function matrix(path: string, signal: AbortSignal): Promise<Float64Array> {
  const answer = await fetch(path, { signal });
  return answer.ok ? Float64Array.from(new Float32Array(await answer.arrayBuffer())) : new Float64Array(0);
}

function eventsOf({ recent }: ShotStreamLive, detectors: number): number[][] {
  const batch = shotBatch(
    detectors,
    recent.count,
    Uint8Array.from(atob(recent.b8), (c) => c.charCodeAt(0)),
  );
  const scratch = new Int32Array(detectors);
  return Array.from({ length: recent.count }, (_, s) => [...scratch.subarray(0, setBits(batch, s, scratch))]);
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
