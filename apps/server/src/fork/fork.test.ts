import type { Comparison } from "@homeostat/core/fork";
import type { ForkLine } from "@homeostat/core/protocol";
import { parseSystem } from "@homeostat/core/system";
import { afterEach, expect, it } from "vitest";
import { type RunningServer, startServer } from "../main.ts";
import { TestBrowser } from "../test-browser.fixture.ts";
import { testFolder } from "../test-folder.fixture.ts";

const model = parseSystem(`name: shop
slos:
  - { name: shop, entry: web, availability: 0.99 }
components:
  - { id: web, kind: gateway, loadRps: 40, mttfHours: 10000 }
  - { id: db, kind: database, mttfHours: 10000, recoverySeconds: 3 }
dependencies:
  - { from: web, to: db }
`);

const held: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of held.splice(0).reverse()) await each();
});

async function ask(server: RunningServer, query: string): Promise<ForkLine[]> {
  const response = await fetch(`${server.url}api/fork?${query}`);
  const text = await response.text();
  expect(response.status).toBe(200);
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ForkLine);
}

it("gives both futures of an approval, from a server that goes on meanwhile", async () => {
  const folder = testFolder();
  held.push(() => folder[Symbol.dispose]());
  const server = await startServer({ model, directory: folder.path, tickMs: 200, logLevel: "silent" });
  held.push(() => server.close());
  using browser = new TestBrowser(server.url);
  await browser.connected();
  await browser.command({ kind: "injectFault", fault: { kind: "crash", component: "db" } });
  const waiting = () =>
    Object.values(browser.state.proposals).find(
      ({ proposal, status }) => status.kind === "waiting" && proposal.action.component === "db",
    )?.proposal;
  await browser.until("a repair is proposed", () => waiting() !== undefined);
  const { id, planHash, stateVersion } = waiting()!;
  expect(await browser.command({ kind: "approve", proposal: id, planHash, stateVersion })).toMatchObject({ ok: true });
  await browser.until("the database is well", () => browser.state.components["db"]?.health === "healthy", 40_000);
  const decision = browser.entries.find(({ event }) => event.kind === "ProposalDecided")!.seq;

  const seqBefore = server.journal.committed.seq;
  const lines = await ask(server, `decision=${decision}&whatIf=vetoed`);
  expect(server.journal.committed.seq).toBeGreaterThan(seqBefore);
  const last = lines.at(-1)!;
  expect(last).toMatchObject({ kind: "done" });
  const comparison: Comparison = (last as Extract<ForkLine, { kind: "done" }>).comparison;
  expect(comparison).toMatchObject({ verdict: "approved", whatIf: "vetoed", component: "db", of: "system" });
  expect(comparison.fidelity).toMatchObject({ grade: "exact" });
  expect(comparison.contrasts.unwellMs).toMatchObject({ agreeing: comparison.seeds });
  expect(comparison.contrasts.unwellMs!.least).toBeGreaterThan(60_000);
  expect(lines.filter(({ kind }) => kind === "progress").length).toBeGreaterThan(3);

  const refused = async (query: string) => (await fetch(`${server.url}api/fork?${query}`)).status;
  expect(await refused(`decision=${decision}&whatIf=maybe`)).toBe(400);
  expect(await refused("decision=2&whatIf=vetoed")).toBe(400);
  expect(await refused("decision=99999999&whatIf=vetoed")).toBe(400);
}, 120_000);
