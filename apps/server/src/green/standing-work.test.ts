import { parseSystem } from "@homeostat/core/system";
import { expect, it } from "vitest";
import { startServer } from "../main.ts";
import { testFolder } from "../test-folder.fixture.ts";

const model = parseSystem(`
name: Depot
components: [{ id: web, kind: gateway }]
grid: { zone: depot, typicalDayGPerKwh: [${Array.from({ length: 24 }, (_, hour) => 200 + 10 * hour).join(", ")}] }
recurringJobs:
  - { id: backup, name: Backup, powerW: 900, durationMinutes: 60, releaseAt: "06:00", withinHours: 23 }
`);

it("a system with a typical day and recurring jobs has a plan at once, and the same jobs after a restart", async () => {
  using folder = testFolder();
  const start = () => startServer({ model, directory: folder.path, tickMs: 1_000, logLevel: "silent" });
  const withdrawn = await (async () => {
    await using server = await disposable(start());
    await expect.poll(() => server.journal.committed.green.plan?.plan.kind, { timeout: 10_000 }).toBe("planned");
    const { green } = server.journal.committed;
    expect(green.intensities["depot"]?.basis).toBe("typical");
    const [first] = Object.keys(green.jobs);
    const answer = await (await fetch(`${server.url}jobs/${first}`)).json();
    expect(answer).toMatchObject({ id: first, zone: "depot" });
    expect((await fetch(`${server.url}jobs/${first}`, { method: "DELETE" })).status).toBe(204);
    return first!;
  })();

  await using server = await disposable(start());
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { green } = server.journal.committed;
  expect(Object.keys(green.jobs)).not.toContain(withdrawn);

  const reported = { zone: "DE", history: [{ zone: "DE", carbonIntensity: 300, datetime: new Date().toISOString() }] };
  await fetch(`${server.url}api/carbon/intensity`, {
    method: "POST",
    body: JSON.stringify(reported),
    headers: { "content-type": "application/json" },
  });
  expect(Object.values(server.journal.committed.green.intensities).map(({ zone }) => zone)).toEqual(["DE"]);
});

async function disposable(starting: ReturnType<typeof startServer>) {
  const server = await starting;
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.close() });
}
