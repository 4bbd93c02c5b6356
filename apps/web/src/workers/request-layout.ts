import type { GraphLayout, LayoutRequest } from "./layout-graph.ts";

/**
 * Lays a graph out in a worker of its own, which ends with the answer.
 *
 * @param signal ends the work when the graph is of no interest any more; the promise then never settles
 */
export function requestLayout(request: LayoutRequest, signal: AbortSignal): Promise<GraphLayout> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<GraphLayout>) => {
      worker.terminate();
      resolve(data);
    });
    worker.addEventListener("error", ({ message }) => {
      worker.terminate();
      reject(new Error(message));
    });
    signal.addEventListener("abort", () => worker.terminate());
    worker.postMessage(request);
  });
}
