import { gzipSync } from "node:zlib";
import { initialState } from "@homeostat/core/journal";
import { expect, it } from "vitest";
import { unpackState } from "./unpack-state.ts";

it("gives back the state that was packed", async () => {
  const packed = new Uint8Array(gzipSync(JSON.stringify(initialState)));
  expect(await unpackState(packed)).toEqual(initialState);
});

it("rejects what is no packed state", async () => {
  await expect(unpackState(new Uint8Array([1, 2, 3]))).rejects.toBeInstanceOf(Error);
});
