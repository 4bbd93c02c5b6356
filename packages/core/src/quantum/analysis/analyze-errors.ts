import { type Circuit, countCircuit, type Instruction } from "../circuit/index.ts";
import type { ErrorModel } from "../error-model/index.ts";
import { type DecompositionOptions, decomposeRemaining, isGraphlike } from "./decompose-remaining.ts";
import { type ErrorClass, ErrorClasses } from "./error-classes.ts";
import { type CollectorOptions, ErrorCollector } from "./error-collector.ts";
import { modelOfStretches, type Stretch } from "./model-of-stretches.ts";
import { Sensitivity } from "./sensitivity.ts";
import { shiftSymptoms } from "./symptoms.ts";

export interface AnalysisOptions extends CollectorOptions, DecompositionOptions {
  /** Write repeats of the circuit as repeats of the model, in time that does not grow with their number. */
  readonly foldLoops?: boolean | undefined;
}

/**
 * The detector error model of a circuit: errors are propagated backwards, from the detectors and observables to every
 * place where noise could flip them (Gidney, 2021). With `decomposeErrors`, errors that flip more than two detectors get
 * suggested parts of one or two. Throws an `InputError` where a detector is random without noise, where errors are not
 * independent, or where one cannot be decomposed.
 */
export function analyzeErrors(circuit: Circuit, options: AnalysisOptions = {}): ErrorModel {
  const counts = countCircuit(circuit);
  const analysis = new Analysis(counts.qubits, counts.detectors, options);
  return analysis.run(circuit.instructions);
}

type OpenStretch = Extract<Stretch, { kind: "plain" }>;

class Analysis {
  readonly #at: Sensitivity;
  readonly #collector: ErrorCollector;
  readonly #options: AnalysisOptions;
  readonly #detectors: number;
  /** Detectors in the iterations that folding skipped. */
  #skipped = 0;
  /** From the end of the circuit to its start. */
  #stretches: Stretch[] = [];
  #open: OpenStretch;

  constructor(qubits: number, detectors: number, options: AnalysisOptions) {
    this.#options = options;
    this.#detectors = detectors;
    this.#at = new Sensitivity(qubits);
    this.#open = { kind: "plain", classes: new ErrorClasses(), annotations: [] };
    this.#collector = new ErrorCollector(this.#at, this.#open.classes, options, (s) => this.#name(s));
  }

  run(body: readonly Instruction[]): ErrorModel {
    this.#body(body);
    this.#collector.passStart();
    this.#close();
    if (this.#options.decomposeErrors === true) this.#decompose();
    return modelOfStretches(this.#stretches, this.#at.detectors);
  }

  #name(symptom: number): string {
    return symptom < 0 ? `D${this.#detectors - this.#skipped + symptom}` : `L${symptom}`;
  }

  #body(body: readonly Instruction[]): void {
    for (let i = body.length - 1; i >= 0; i--) {
      const item = body[i]!;
      if (item.kind === "repeat") {
        this.#repeat(item.body, item.count);
      } else if (item.gate.name === "DETECTOR") {
        const detector = this.#at.passDetector(item.targets);
        this.#open.annotations.push({ kind: "detector", detector, coordinates: item.args });
      } else if (item.gate.name === "OBSERVABLE_INCLUDE") {
        this.#at.passObservable(item.args[0]!, item.targets);
        this.#open.annotations.push({ kind: "observable", observable: item.args[0]! });
      } else if (item.gate.name === "SHIFT_COORDS") {
        this.#open.annotations.push({ kind: "shift", coordinates: item.args });
      } else {
        this.#collector.pass(item);
      }
    }
  }

  /**
   * Goes back over iterations one by one until the state is the one of an earlier iteration but for a shift (Brent's
   * search, 1980); from there on everything repeats, and one period stands for all that are left.
   */
  #repeat(body: readonly Instruction[], count: number): void {
    if (this.#options.foldLoops !== true) {
      for (let i = 0; i < count; i++) this.#body(body);
      return;
    }
    let anchor = this.#at.signature();
    let anchorAt = 0;
    let reach = 1;
    for (let done = 0; done < count; ) {
      this.#body(body);
      done++;
      const signature = this.#at.signature();
      if (signature === anchor) {
        const period = done - anchorAt;
        const folded = Math.floor((count - done) / period);
        if (folded >= 2) {
          this.#fold(body, period, folded);
          done += period * folded;
        }
        for (; done < count; done++) this.#body(body);
      } else if (done - anchorAt === reach) {
        anchor = signature;
        anchorAt = done;
        reach *= 2;
      }
    }
  }

  #fold(body: readonly Instruction[], period: number, count: number): void {
    this.#close();
    const outer = this.#stretches;
    this.#stretches = [];
    const before = this.#at.detectors;
    for (let i = 0; i < period; i++) this.#body(body);
    this.#close();
    const detectors = this.#at.detectors - before;
    outer.push({ kind: "repeat", count, body: this.#stretches, detectors });
    this.#stretches = outer;
    this.#skipped += (count - 1) * detectors;
  }

  #close(): void {
    this.#stretches.push(this.#open);
    this.#open = { kind: "plain", classes: new ErrorClasses(), annotations: [] };
    this.#collector.classes = this.#open.classes;
  }

  /** Decomposes each stretch with what its neighbours know, so that folding changes nothing. */
  #decompose(): void {
    const plain: { stretch: OpenStretch; period: number }[] = [];
    const list = (stretches: readonly Stretch[], period: number) => {
      for (const s of stretches) {
        if (s.kind === "plain") plain.push({ stretch: s, period });
        else list(s.body, s.detectors);
      }
    };
    list(this.#stretches, 0);
    const known = plain.map(({ stretch, period }) => {
      const own = [...stretch.classes];
      if (period === 0) return own;
      return [-2, -1, 0, 1, 2].flatMap((k) => own.map((item) => shiftClass(item, k * period)));
    });
    const decomposed = plain.map(({ stretch }, i) =>
      [...stretch.classes].every(isGraphlike)
        ? stretch.classes
        : decomposeRemaining(stretch.classes, known.slice(Math.max(0, i - 1), i + 2).flat(), this.#options, (s) =>
            this.#name(s),
          ),
    );
    plain.forEach(({ stretch }, i) => {
      stretch.classes = decomposed[i]!;
    });
  }
}

function shiftClass({ components, probability }: ErrorClass, shift: number): ErrorClass {
  return { components: components.map((part) => shiftSymptoms(part, shift)), probability };
}
