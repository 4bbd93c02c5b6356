export {
  appendBits,
  bitOf,
  joinShots,
  SetBitScanner,
  setBits,
  type ShotBatch,
  shotBatch,
  sliceBits,
  sliceShots,
} from "./shot-batch.ts";
export {
  layoutBits,
  parseShotFormat,
  type ShotFormat,
  shotFormats,
  type ShotLayout,
  shotLayout,
} from "./shot-format.ts";
export { readShots, type ShotReader, shotReader } from "./shot-reader.ts";
export { type ShotWriter, shotWriter, writeShots } from "./shot-writer.ts";
