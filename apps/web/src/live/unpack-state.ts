import type { ConsoleState } from "@homeostat/core/journal";

/** The state in a snapshot's gzipped JSON. */
export async function unpackState(packed: Uint8Array<ArrayBuffer>): Promise<ConsoleState> {
  const text = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(text).json()) as ConsoleState;
}
