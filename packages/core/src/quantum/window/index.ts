export { ErrorStream } from "./error-stream.ts";
export { type LayeredModel, layeredModel } from "./layered-model.ts";
export { WindowDecoder, type WindowOptions } from "./window-decoder.ts";
