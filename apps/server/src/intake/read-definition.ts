import { InputError } from "@homeostat/core/kernel";
import {
  analyzeErrors,
  type Circuit,
  countCircuit,
  type ErrorModel,
  layoutOfModel,
  parseCircuit,
  parseErrorModel,
  type StreamLayout,
} from "@homeostat/core/quantum";

const mostDetectors = 20_000;

/** What a stream's shots are decoded by. */
export interface Definition {
  readonly circuit: Circuit | undefined;
  readonly measurements: number;
  readonly model: ErrorModel;
  readonly layout: StreamLayout;
}

/** Reads the text of a circuit or of an error model. @throws {InputError} with the line, or what is too much of it */
export function readDefinition(text: string): Definition {
  const circuit = isErrorModel(text) ? undefined : parseCircuit(text);
  const counts = circuit === undefined ? undefined : countCircuit(circuit);
  if ((counts?.detectors ?? 0) > mostDetectors) throw tooLarge(counts!.detectors);
  const model = circuit === undefined ? parseErrorModel(text) : analyzeErrors(circuit, { decomposeErrors: true });
  const layout = layoutOfModel(model, circuit);
  if (layout.places.length === 0) throw new InputError("no detectors; give a circuit or model that has some");
  if (layout.places.length > mostDetectors) throw tooLarge(layout.places.length);
  return { circuit, measurements: counts?.measurements ?? 0, model, layout };
}

/** An error model's lines begin with other words than a circuit's; both may have blank lines, comments and repeats. */
function isErrorModel(text: string): boolean {
  return (
    /^\s*(error|detector|logical_observable|shift_detectors)\b/im.test(text.replaceAll(/#.*$/gm, "")) &&
    !/^\s*DETECTOR\b.*\brec\[/im.test(text)
  );
}

function tooLarge(detectors: number): InputError {
  return new InputError(`${detectors} detectors a shot; send shots of at most ${mostDetectors}`);
}
