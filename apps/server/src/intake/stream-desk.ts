import { cycleUs, type DecoderWatch } from "@homeostat/core/autonomy";
import { InputError } from "@homeostat/core/kernel";
import type { ShotStreamItem, ShotStreamLive } from "@homeostat/core/protocol";
import {
  analyzeErrors,
  type Circuit,
  countCircuit,
  DetectionConverter,
  type LabExperiment,
  layoutOfModel,
  parseCircuit,
  parseErrorModel,
  processorExperiment,
  ShotStream,
  suppressionFactor,
} from "@homeostat/core/quantum";
import { componentOf, type SystemModel } from "@homeostat/core/system";

const mostStreams = 16;
const mostDetectors = 20_000;
const nowUs = () => performance.now() * 1000;

/** A stream of shots, and how measurements become detection events where its circuit is known. */
export interface DeskStream {
  readonly name: string;
  readonly component: string | null;
  readonly experiment: LabExperiment | null;
  readonly stream: ShotStream;
  readonly circuit: Circuit | undefined;
  readonly measurements: number;
}

/** All streams of shots: those of the system's quantum processors, and those that labs send. */
export class StreamDesk {
  readonly #model: SystemModel;
  readonly #decoders: DecoderWatch;
  readonly #sent = new Map<string, DeskStream>();
  readonly #converters = new WeakMap<Circuit, DetectionConverter>();

  constructor(model: SystemModel, decoders: DecoderWatch) {
    this.#model = model;
    this.#decoders = decoders;
  }

  list(): DeskStream[] {
    const own = [...this.#decoders.streams].filter(([name]) => !this.#sent.has(name));
    return [
      ...own.map(([name, stream]): DeskStream => {
        const quantum = componentOf(this.#model, name)?.quantum;
        const experiment = quantum === undefined ? null : processorExperiment(quantum);
        return { name, component: name, experiment, stream, circuit: undefined, measurements: 0 };
      }),
      ...this.#sent.values(),
    ];
  }

  /** @throws {InputError} for a name that is not there */
  find(name: string): DeskStream {
    const found = this.list().find((one) => one.name === name);
    if (found === undefined)
      throw new InputError(`there is no stream "${name}"; define it first by a circuit or model`);
    return found;
  }

  /** The stream that a lab sends to. @throws {InputError} for a processor that the managed system itself tells of */
  sent(name: string): DeskStream {
    const found = this.#sent.get(name);
    if (found !== undefined) return found;
    this.#refuseOwn(name);
    return this.find(name);
  }

  /**
   * Defines a stream by a circuit or an error model, in place of the one of that name. Where a component of the system
   * has the name and does not tell of shots itself, the stream is its own: what is found there is a finding of it.
   */
  define(name: string, text: string): DeskStream {
    this.#refuseOwn(name);
    if (!this.#sent.has(name) && this.#sent.size >= mostStreams)
      throw new InputError(`there are ${mostStreams} streams already; delete one first`);
    const circuit = isErrorModel(text) ? undefined : parseCircuit(text);
    const counts = circuit === undefined ? undefined : countCircuit(circuit);
    if ((counts?.detectors ?? 0) > mostDetectors) throw tooLarge(counts!.detectors);
    const model = circuit === undefined ? parseErrorModel(text) : analyzeErrors(circuit, { decomposeErrors: true });
    const layout = layoutOfModel(model, circuit);
    if (layout.places.length === 0) throw new InputError("no detectors; give a circuit or model that has some");
    if (layout.places.length > mostDetectors) throw tooLarge(layout.places.length);
    const stream = new ShotStream({ model, layout, cycleUs, nowUs });
    const component = componentOf(this.#model, name)?.kind === "quantum-processor" ? name : null;
    const defined = { name, component, experiment: null, stream, circuit, measurements: counts?.measurements ?? 0 };
    this.#sent.set(name, defined);
    if (component !== null) this.#decoders.bind(component, stream);
    return defined;
  }

  /** Ends a stream that a lab defined. */
  remove(name: string): void {
    this.sent(name);
    this.#sent.delete(name);
    this.#decoders.unbind(name);
  }

  /** Turns measurements into detection events. @throws {InputError} for a stream that was defined by a model */
  converter({ name, circuit }: DeskStream): DetectionConverter {
    if (circuit === undefined)
      throw new InputError(`"${name}" was defined by an error model; define it by its circuit to send measurements`);
    if (countCircuit(circuit).sweepBits > 0)
      throw new InputError(`the circuit of "${name}" has sweep bits; send its detection events`);
    let converter = this.#converters.get(circuit);
    if (converter === undefined) this.#converters.set(circuit, (converter = new DetectionConverter(circuit)));
    return converter;
  }

  /** The suppression factor of all processors of the same code and noise, and the distances it rests on. */
  suppression({ experiment }: DeskStream): ShotStreamLive["suppression"] {
    if (experiment === null) return null;
    const alike = this.list().filter(
      (one) => one.experiment?.code === experiment.code && one.experiment.p === experiment.p,
    );
    const factor = suppressionFactor(alike.map(({ stream, experiment: of }) => stream.result(of!.distance)));
    if (factor === undefined) return null;
    return { ...factor, distances: alike.map(({ experiment: of }) => of!.distance).sort((a, b) => a - b) };
  }

  item({ name, component, experiment, stream, measurements }: DeskStream): ShotStreamItem {
    const { detectors, observables, statistics } = stream;
    return { name, component, experiment, detectors, observables, measurements, shots: statistics.shots };
  }

  #refuseOwn(name: string): void {
    const own = this.#decoders.streams.get(name);
    if (own !== undefined && !this.#sent.has(name))
      throw new InputError(`"${name}" is a processor that tells of its own shots; send yours under another name`);
  }
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
