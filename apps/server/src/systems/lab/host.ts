// The lab's host: a process between the server and the services, first of a process group of its own that they all
// belong to. When the server is gone, however it went, the whole group is killed, stopped processes too.
import { InputError } from "@homeostat/core/kernel";
import type { HostAnswer, HostMessage, NumberedRequest } from "./host-protocol.ts";
import { Lab } from "./lab.ts";
import { takeAction } from "./take-action.ts";

let lab: Lab | undefined;

process.on("disconnect", () => process.kill(-process.pid, "SIGKILL"));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("message", (request: NumberedRequest) => {
  carryOut(request).then(
    (value) => say({ kind: "answer", call: request.call, value, faults: lab?.activeFaults() ?? [] }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      say({ kind: "refusal", call: request.call, message, isInput: error instanceof InputError });
    },
  );
});

async function carryOut(request: NumberedRequest): Promise<HostAnswer> {
  if (request.kind === "start") {
    lab = await Lab.start(request.model, request.tickMs);
    void watch(lab, request.tickMs);
    return null;
  }
  if (lab === undefined) throw new InputError("the lab has not been started");
  switch (request.kind) {
    case "inject":
      return lab.inject(request.fault);
    case "clear":
      await lab.clear(request.fault);
      return null;
    case "act":
      return takeAction(lab, request.action);
  }
}

/** Sends what the processes tell, a batch a period. */
async function watch(lab: Lab, tickMs: number): Promise<void> {
  let due = Date.now();
  for (;;) {
    due = Math.max(due + tickMs, Date.now());
    await new Promise((resolve) => setTimeout(resolve, due - Date.now()));
    const frames = await lab.frames();
    say({ kind: "frames", frames, faults: lab.activeFaults() });
  }
}

function say(message: HostMessage): void {
  if (process.connected) process.send?.(message, () => undefined);
}
