import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Autopilot } from "@homeostat/core/autonomy";
import { type Entry, fold, initialState, type JournalEvent, stateHash } from "@homeostat/core/journal";
import { actionKindSchema, faultKindSchema, parseSystem } from "@homeostat/core/system";
import { Twin } from "@homeostat/core/twin";
import { expect, test } from "@playwright/test";
import { build } from "vite";

const example = fileURLToPath(new URL("../examples/online-boutique.yaml", import.meta.url));
const inBrowser = fileURLToPath(new URL("./fixtures/replay-in-browser.ts", import.meta.url));
const hourMs = 3_600_000;
const stepMs = 2_000;

/** An hour of the twin in virtual time, with faults now and then and an autopilot that acts by itself. */
function recordHour(): Entry[] {
  const model = parseSystem(readFileSync(example, "utf8"));
  const twin = new Twin(model, { seed: 7, startAt: 0, isFailingAtRandom: true });
  const autopilot = new Autopilot({ seed: 7 });
  const entries: Entry[] = [];
  let state = initialState;
  const record = (events: readonly JournalEvent[], at: number) => {
    for (const event of events) {
      const entry = { seq: state.seq + 1, at, event };
      state = fold(state, entry);
      entries.push(entry);
    }
  };
  const policy = { ...state.policy, defaultMode: "auto" as const, byRisk: ["auto", "auto", "auto"] as const };
  record(
    [
      {
        kind: "SystemDescribed",
        model,
        managed: "twin",
        faults: [...faultKindSchema.options],
        actions: [...actionKindSchema.options],
      },
    ],
    0,
  );
  record([{ kind: "PolicyChanged", policy: { ...policy, byRisk: ["auto", "auto", "auto"] }, by: "test" }], 0);
  for (let at = stepMs; at <= hourMs; at += stepMs) {
    if (at % 300_000 === 0) {
      const target = model.components[(at / 300_000) % model.components.length]!;
      const handle = twin.inject({ kind: "crash", component: target.id, dose: target.replicas });
      record([{ kind: "FaultInjected", handle, by: "test", predicted: [target.id] }], at);
    }
    twin.step(stepMs);
    autopilot.observe(twin.frames());
    const { events } = autopilot.tick(state, at);
    record(events, at);
    for (const event of events) {
      if (event.kind !== "ActionStarted") continue;
      const result = twin.apply(event.action);
      record([{ kind: "ActionFinished", proposal: event.proposal, isUndo: event.isUndo, result: result.kind }], at);
    }
  }
  return entries;
}

test("a recorded hour of faults and decisions gives the same state in Node and in Chromium, to the last bit", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const entries = recordHour();
  expect(entries.some(({ event }) => event.kind === "ProposalDecided")).toBe(true);
  let state = initialState;
  for (const entry of entries) state = fold(state, entry);
  const bundle = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, lib: { entry: inBrowser, formats: ["iife"], name: "replayInBrowser" } },
  });
  const outputs = Array.isArray(bundle) ? bundle : [bundle];
  const code = outputs.flatMap((one) => ("output" in one ? one.output : [])).find((one) => one.type === "chunk")?.code;
  await page.goto("about:blank");
  await page.addScriptTag({ content: code ?? "" });
  const hash = await page.evaluate(
    (recorded) =>
      (globalThis as unknown as { replayInBrowser: { hashAfter(e: unknown): string } }).replayInBrowser.hashAfter(
        recorded,
      ),
    entries,
  );
  expect(hash).toBe(stateHash(state));
});
