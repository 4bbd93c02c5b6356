// Decodes what labs send, off the main thread: shots a few at a time, questions in between.
import { parentPort } from "node:worker_threads";
import { cycleUs } from "@homeostat/core/autonomy";
import { InputError } from "@homeostat/core/kernel";
import { ShotStream, writeErrorModel } from "@homeostat/core/quantum";
import { type Asked, attempt, say } from "../threads/index.ts";
import { correlationsOf, lookAtStream } from "./look-at-stream.ts";
import type { AskKind, Asks, DecodeQuestion, Progress } from "./messages.ts";
import { readDefinition } from "./read-definition.ts";
import { SentShots, type SentStream } from "./sent-shots.ts";

interface Work {
  readonly id: number;
  readonly shots: SentShots;
  readonly steps: Generator<void>;
}

const nowUs = () => performance.now() * 1000;
const streams = new Map<string, SentStream>();
const sendings = new Map<number, SentShots>();
/** What is to be decoded, each in turn. */
const queue: Work[] = [];

const answers: { [K in AskKind]: (given: Asks[K][0], id: number) => Asks[K][1] | typeof later } = {
  define({ name, text, counts }) {
    const definition = readDefinition(text);
    const { model, layout, measurements } = definition;
    const stream = new ShotStream({ model, layout, cycleUs, nowUs });
    if (counts !== undefined) stream.recount(counts);
    streams.set(name, { name, definition, stream });
    const { detectors, observables } = stream;
    return { layout, detectors, observables, measurements, summary: stream.summary() };
  },
  remove({ name }) {
    streams.delete(name);
  },
  begin({ name, sending, writing }) {
    sendings.set(sending, new SentShots(found(name), writing));
  },
  bytes({ sending, bytes }, id) {
    const shots = begun(sending);
    return work({ id, shots, steps: shots.push(bytes) });
  },
  end({ sending }, id) {
    const shots = begun(sending);
    sendings.delete(sending);
    return work({ id, shots, steps: shots.end() });
  },
  abandon({ sending }) {
    sendings.delete(sending);
  },
  look({ name, after }) {
    return lookAtStream(found(name).stream, after);
  },
  prior({ name }) {
    return writeErrorModel(found(name).stream.prior.model);
  },
  correlations({ name, lag }) {
    return correlationsOf(found(name).stream, lag);
  },
  adopt({ name, change }) {
    const { stream } = found(name);
    stream.adopt(change);
    return stream.summary();
  },
  reset({ name }) {
    const { stream } = found(name);
    stream.reset();
    return stream.summary();
  },
};
/** The answer comes once the work is done. */
const later = Symbol("later");

parentPort?.on("message", ({ id, question: { kind, given } }: Asked<DecodeQuestion>) => {
  attempt(id, () => {
    const answer = answers[kind](given as never, id);
    if (answer !== later) say({ id, answer });
  });
});

function work(one: Work): typeof later {
  queue.push(one);
  if (queue.length === 1) setImmediate(turn);
  return later;
}

/** One step of the work that is first in the queue, which then goes to its end. */
function turn(): void {
  const one = queue.shift()!;
  const { id, shots, steps } = one;
  attempt(id, () => {
    if (streams.get(shots.to.name) !== shots.to)
      throw new InputError(`"${shots.to.name}" was defined anew or deleted while this was sent; send it again`);
    if (steps.next().done !== true) {
      queue.push(one);
      return;
    }
    const { stream } = shots.to;
    say({ id, answer: { taken: shots.taken, counts: stream.counts(), summary: stream.summary() } satisfies Progress });
  });
  if (queue.length > 0) setImmediate(turn);
}

function found(name: string): SentStream {
  const stream = streams.get(name);
  if (stream === undefined) throw new InputError(`there is no stream "${name}"; define it first by a circuit or model`);
  return stream;
}

function begun(sending: number): SentShots {
  const shots = sendings.get(sending);
  if (shots === undefined) throw new InputError("this request has ended; send the shots again");
  return shots;
}
