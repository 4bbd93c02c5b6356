import { defaultPolicy, type Entry, isOpen, type ProposalState } from "@homeostat/core/journal";
import { canonicalJson } from "@homeostat/core/kernel";
import { parseSystem } from "@homeostat/core/system";
import { ServerProcess } from "./server-process.fixture.ts";
import { SqliteJournal } from "./store/index.ts";
import { TcpProxy } from "./tcp-proxy.fixture.ts";
import { TestBrowser } from "./test-browser.fixture.ts";
import { testFolder } from "./test-folder.fixture.ts";

/** One to break in each round: what was just healed is watched and not acted on again at once. */
const services = Array.from({ length: 40 }, (_, i) => `s${i}`);
const model = parseSystem(`
name: Survivors
components:
  - { id: web, kind: gateway, loadRps: 50, mttfHours: 100000 }
${services.map((id) => `  - { id: ${id}, kind: service, mttfHours: 100000, startSeconds: 1 }`).join("\n")}
dependencies:
${services.map((id) => `  - { from: web, to: ${id}, kind: soft }`).join("\n")}
`);

/** What was seen over all rounds. */
export interface SurvivalReport {
  readonly rounds: number;
  /** Rounds in which the browser's state was the server's, by hash, after the interruption. */
  readonly alike: number;
  /** Commands that were answered with success. */
  readonly acknowledged: number;
  /** Of those, the ones whose entry is not in the journal. */
  readonly lost: number;
  /** Entries that the browser was sent and that the journal does not have, or has otherwise. */
  readonly forgotten: number;
  readonly decisions: number;
  readonly actions: number;
  /** Decisions, and actions begun, beyond the first of a proposal. */
  readonly doubled: number;
  /** Actions that were under way when the server died, and were closed as interrupted. */
  readonly interrupted: number;
  readonly gaps: number;
  readonly repeats: number;
}

/** One round's interruption: `approve` gives the decision, and is not waited for. */
export type Interruption = (bench: SurvivalBench, approve: () => void) => Promise<void>;

/** A server process, a network that can be pulled, and a browser that lives through it all. */
export class SurvivalBench {
  readonly proxy: TcpProxy;
  readonly #folder: ReturnType<typeof testFolder>;
  #server: ServerProcess;
  #browser: TestBrowser;
  readonly #acknowledged: number[] = [];

  private constructor(folder: ReturnType<typeof testFolder>, server: ServerProcess, proxy: TcpProxy) {
    this.#folder = folder;
    this.#server = server;
    this.proxy = proxy;
    this.#browser = new TestBrowser(`http://127.0.0.1:${proxy.port}/`, { origin: `http://127.0.0.1:${proxy.port}` });
  }

  static async start(): Promise<SurvivalBench> {
    const folder = testFolder();
    const port = await freePort();
    const proxy = await TcpProxy.open(port);
    const server = await ServerProcess.start(SurvivalBench.#options(folder.path, port, proxy.port));
    return new SurvivalBench(folder, server, proxy);
  }

  static #options(directory: string, port: number, proxyPort: number) {
    const origins = [`http://127.0.0.1:${proxyPort}`];
    return { model, directory, port, origins, tickMs: 50, logLevel: "warn" as const };
  }

  /** kill -9, and a new start on the same journal and port. */
  async killAndRestart(): Promise<void> {
    const { port } = this.#server;
    await this.#server.kill();
    this.#server = await ServerProcess.start(SurvivalBench.#options(this.#folder.path, port, this.proxy.port));
  }

  /** Breaks something each round, waits for what the autopilot proposes, decides, and interrupts in the middle of it. */
  async run(rounds: number, interrupt: Interruption): Promise<SurvivalReport> {
    const browser = this.#browser;
    await browser.connected();
    // More rounds than the budget of an hour allows; what is measured is not the budget.
    const policy = { ...defaultPolicy, actionsPerHour: 1_000 };
    this.#note(await browser.command({ kind: "setPolicy", policy }));
    let alike = 0;
    for (let round = 0; round < rounds; round++) {
      const target = services[round % services.length] as string;
      await browser.until("the line is up", () => browser.socket.connected);
      this.#note(await browser.command({ kind: "injectFault", fault: { kind: "crash", component: target } }));
      const proposalOf = () =>
        Object.values(browser.state.proposals).find(
          (held) => isOpen(held) && held.status.kind === "waiting" && held.proposal.action.component === target,
        );
      await browser.until(`an action on ${target} is proposed`, () => proposalOf() !== undefined, 60_000);
      const held = proposalOf() as ProposalState;
      const { id: proposal, planHash, stateVersion } = held.proposal;
      const before = browser.snapshots + browser.resumptions;
      await interrupt(this, () => {
        browser.command({ kind: "approve", proposal, planHash, stateVersion }).then(
          (result) => this.#note(result),
          () => undefined,
        );
      });
      await browser.until("the line is up again", () => browser.snapshots + browser.resumptions > before, 60_000);
      if (await browser.isLikeServer()) alike++;
    }
    await this.#server.stop();
    return this.#report(rounds, alike);
  }

  async close(): Promise<void> {
    this.#browser[Symbol.dispose]();
    await this.#server.stop();
    await this.proxy.close();
    this.#folder[Symbol.dispose]();
  }

  #note(result: { readonly ok: boolean; readonly seq?: number }): void {
    if (result.ok && result.seq !== undefined) this.#acknowledged.push(result.seq);
  }

  async #report(rounds: number, alike: number): Promise<SurvivalReport> {
    const store = new SqliteJournal(this.#folder.path);
    const entries = await store.read({ from: 1 });
    await store.close();
    const bySeq = new Map(entries.map((entry) => [entry.seq, canonicalJson(entry)]));
    const decisions = entries.filter(({ event }) => event.kind === "ProposalDecided");
    const actions = entries.filter(({ event }) => event.kind === "ActionStarted");
    const first = new Set([...decisions, ...actions].map(keyOf));
    return {
      rounds,
      alike,
      acknowledged: this.#acknowledged.length,
      lost: this.#acknowledged.filter((seq) => !bySeq.has(seq)).length,
      forgotten: this.#browser.entries.filter((entry) => bySeq.get(entry.seq) !== canonicalJson(entry)).length,
      decisions: decisions.length,
      actions: actions.length,
      doubled: decisions.length + actions.length - first.size,
      interrupted: entries.filter(({ event }) => event.kind === "ActionFinished" && event.result === "interrupted")
        .length,
      gaps: this.#browser.gaps,
      repeats: this.#browser.repeats,
    };
  }
}

function keyOf({ event }: Entry): string {
  if (event.kind === "ProposalDecided") return `decided ${event.decision.proposal}`;
  return event.kind === "ActionStarted" ? `started ${event.proposal} ${event.isUndo}` : "";
}

async function freePort(): Promise<number> {
  const proxy = await TcpProxy.open(0);
  const { port } = proxy;
  await proxy.close();
  return port;
}
