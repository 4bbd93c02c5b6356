import { setTimeout as pause } from "node:timers/promises";
import type { DecoderWatch } from "@homeostat/core/autonomy";
import { InputError } from "@homeostat/core/kernel";
import type { ShotStreamLive, ShotsTaken } from "@homeostat/core/protocol";
import { type LabExperiment, processorExperiment, suppressionFactor } from "@homeostat/core/quantum";
import { componentOf, type SystemModel } from "@homeostat/core/system";
import type { JournalStore } from "../store/index.ts";
import { CannotDecode, DecodeThread } from "./decode-thread.ts";
import type { DeskStream } from "./desk-stream.ts";
import { LabStream } from "./lab-stream.ts";
import type { DefinedStream, ShotsWriting } from "./messages.ts";
import { ProcessorStream } from "./processor-stream.ts";

const mostStreams = 16;
/** Requests with shots that are under way at once, of one stream and of all; each holds little more than it decodes. */
const mostOfOne = 4;
const mostOfAll = 16;
/** How long a decoder that has stopped is left alone, so that one which stops at once is not started without end. */
const restartMs = 1_000;

export interface StreamDeskOptions {
  readonly model: SystemModel;
  readonly decoders: DecoderWatch;
  readonly store: JournalStore;
  readonly onProblem: (error: unknown) => void;
}

/**
 * All streams of shots: those of the system's quantum processors, which the loop decodes, and those that labs send, which
 * a thread of its own decodes. What is acknowledged to a lab is stored: the stream's definition, and what it has counted.
 */
export class StreamDesk {
  readonly #options: StreamDeskOptions;
  readonly #thread: DecodeThread;
  readonly #sent = new Map<string, LabStream>();
  /** Names that are being defined. */
  readonly #coming = new Set<string>();
  #underWay = 0;
  #count = 0;
  /** Once the stored streams are there again. */
  #ready: Promise<void>;

  constructor(options: StreamDeskOptions) {
    this.#options = options;
    this.#thread = new DecodeThread((reason) => {
      options.onProblem(new Error(`the decoder of shots that labs send has stopped: ${reason}`));
      this.#ready = pause(restartMs, undefined, { ref: false }).then(() => this.#restore());
    });
    this.#ready = this.#restore();
  }

  /** Resolves once the streams that were defined before a restart are there again. */
  ready(): Promise<void> {
    return this.#ready;
  }

  list(): DeskStream[] {
    const { model, decoders } = this.#options;
    const own = [...decoders.streams].map(([name, stream]): DeskStream => {
      const quantum = componentOf(model, name)?.quantum;
      const experiment = quantum === undefined ? null : processorExperiment(quantum);
      return new ProcessorStream(name, experiment, stream, () =>
        experiment === null ? null : this.#suppression(experiment),
      );
    });
    return [...own, ...this.#sent.values()];
  }

  /** @throws {InputError} for a name that is not there */
  find(name: string): DeskStream {
    const found = this.list().find((one) => one.name === name);
    if (found === undefined)
      throw new InputError(`there is no stream "${name}"; define it first by a circuit or model`);
    return found;
  }

  /**
   * Defines a stream by a circuit or an error model, in place of the one of that name. Where a component of the system
   * has the name and does not tell of shots itself, the stream is its own: what is found there is a finding of it.
   */
  async define(name: string, text: string): Promise<DeskStream> {
    this.#refuseOwn(name);
    const names = new Set([...this.#sent.keys(), ...this.#coming, name]);
    if (names.size > mostStreams) throw new InputError(`there are ${mostStreams} streams already; delete one first`);
    this.#coming.add(name);
    try {
      const defined = await this.#thread.ask("define", { name, text, counts: undefined });
      await this.#options.store.saveStream(name, text);
      return this.#add(name, defined);
    } finally {
      this.#coming.delete(name);
    }
  }

  /** Ends a stream that a lab defined. */
  async remove(name: string): Promise<void> {
    this.#sentNamed(name);
    await this.#options.store.removeStream(name);
    await this.#thread.ask("remove", { name });
    this.#sent.delete(name);
    this.#options.decoders.unbind(name);
  }

  /**
   * Takes the shots of one request, and answers once they are decoded and what they changed is stored. The body is read
   * no faster than it is decoded, so that a lab which sends more is held up; one that then opens more requests is told.
   *
   * @throws {InputError} for shots that cannot be read, {CannotDecode} for more than can be decoded
   */
  async take(name: string, writing: ShotsWriting, body: AsyncIterable<Uint8Array>): Promise<ShotsTaken> {
    const to = this.#sentNamed(name);
    if (to.underWay >= mostOfOne)
      throw new CannotDecode(
        429,
        `"${name}" has ${mostOfOne} requests under way, and nothing of this one was taken; wait for their answers, then send it again`,
      );
    if (this.#underWay >= mostOfAll)
      throw new CannotDecode(
        503,
        `all streams together have ${mostOfAll} requests under way, and nothing of this one was taken; send it again in a moment`,
      );
    to.underWay++;
    this.#underWay++;
    const sending = ++this.#count;
    try {
      await this.#thread.ask("begin", { name, sending, writing });
      // One piece is decoded while the next one comes.
      let before: Promise<unknown> = Promise.resolve();
      for await (const bytes of body) {
        const piece = this.#thread.ask("bytes", { sending, bytes });
        piece.then((progress) => to.note(progress)).catch(() => {});
        await before;
        before = piece;
      }
      await before;
      const progress = await this.#thread.ask("end", { sending });
      to.note(progress);
      await this.#options.store.saveStreamCounts(name, progress.counts);
      return progress.taken;
    } catch (error) {
      await this.#thread.ask("abandon", { sending }).catch(() => {});
      throw error;
    } finally {
      to.underWay--;
      this.#underWay--;
    }
  }

  /** The suppression factor of all processors of the same code and noise, and the distances it rests on. */
  #suppression({ code, p }: LabExperiment): ShotStreamLive["suppression"] {
    const { model, decoders } = this.#options;
    const alike = [...decoders.streams].flatMap(([name, stream]) => {
      const quantum = componentOf(model, name)?.quantum;
      const isAlike = quantum?.code === code && quantum.physicalErrorRate === p;
      return isAlike ? [stream.result(quantum.distance)] : [];
    });
    const factor = suppressionFactor(alike);
    if (factor === undefined) return null;
    return { ...factor, distances: alike.map(({ distance }) => distance).sort((a, b) => a - b) };
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }

  #add(name: string, defined: DefinedStream): DeskStream {
    const { model, decoders, onProblem } = this.#options;
    const component = componentOf(model, name)?.kind === "quantum-processor" ? name : null;
    const stream = new LabStream(name, component, defined, this.#thread, onProblem);
    this.#sent.set(name, stream);
    if (component !== null) decoders.bind(component, stream);
    return stream;
  }

  /** Defines what is stored; what cannot be used any more stays stored, and is told. */
  async #restore(): Promise<void> {
    const { store, onProblem } = this.#options;
    for (const { name, text, counts } of await store.streams()) {
      try {
        this.#refuseOwn(name);
        this.#add(name, await this.#thread.ask("define", { name, text, counts }));
      } catch (error) {
        onProblem(new Error(`the stream "${name}" could not be taken up again: ${(error as Error).message}`));
      }
    }
  }

  /** @throws {InputError} for a processor that the managed system itself tells of, or a name that is not there */
  #sentNamed(name: string): LabStream {
    this.#refuseOwn(name);
    const found = this.#sent.get(name);
    if (found === undefined) this.find(name);
    return found!;
  }

  #refuseOwn(name: string): void {
    if (this.#options.decoders.streams.has(name))
      throw new InputError(`"${name}" is a processor that tells of its own shots; send yours under another name`);
  }
}
