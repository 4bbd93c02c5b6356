/** The name under which a PerformanceObserver finds the time from a server's sending to the browser's painting. */
const measureName = "homeostat:emitted-to-painted";

/**
 * Leaves a measure from `sentAt` (the server's clock, so both must run on one machine to mean anything) to just after the
 * next paint. Nothing is kept; only an observer sees it.
 */
export function reportPainted(sentAt: number): void {
  if (document.hidden) return;
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    const end = performance.now();
    performance.measure(measureName, { start: Math.min(end, sentAt - performance.timeOrigin), end });
    performance.clearMeasures(measureName);
    port1.close();
  });
  port1.start();
  // Posted from within a frame, a message arrives after that frame has been painted.
  port2.postMessage(undefined);
}
