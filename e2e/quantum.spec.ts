import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures/console.ts";

/** The quantum page, in a person's words. */
class QuantumPage {
  readonly page: Page;
  readonly lattice: Locator;
  readonly summary: Locator;
  readonly verdict: Locator;
  readonly injections: Locator;

  constructor(page: Page) {
    this.page = page;
    this.lattice = page.getByTestId("lattice");
    this.summary = page.getByTestId("shot-summary");
    this.verdict = page.getByTestId("verdict-sentence");
    this.injections = page.getByTestId("injections").getByRole("listitem");
  }

  async open(): Promise<void> {
    await this.page.goto(new URL("/quantum", this.page.url()).href);
    await this.waitUntilReady();
  }

  async waitUntilReady(): Promise<void> {
    await expect(this.page.getByTestId("quantum")).toHaveAttribute("data-phase", "ready", { timeout: 60_000 });
    await expect(this.summary).toBeVisible();
  }

  async choose(label: string, option: string): Promise<void> {
    await this.page.getByLabel(label, { exact: true }).selectOption(option);
    await this.waitUntilReady();
  }

  async silence(): Promise<void> {
    await this.page.getByTestId("noise").click();
    await expect(this.summary).toContainText("0 detection events");
  }
}

test.describe("a laboratory's processors", () => {
  test.use({ system: "quantum-lab.yaml" });

  test("an ancilla that is broken on the page is named, a new prior proposed, approved, and confirmed by the shots since", async ({
    person,
  }) => {
    test.setTimeout(180_000);
    const { page } = person;
    const quantum = new QuantumPage(page);
    await page.goto(new URL("/quantum", page.url()).href);
    await page.getByLabel("Shown", { exact: true }).selectOption("qpu-5");
    const verdict = page.getByTestId("live-verdict");
    await expect(page.getByTestId("stream-facts")).toContainText("distance 5");
    await expect(verdict).toHaveAttribute("data-result", "fits", { timeout: 60_000 });
    await expect(page.getByTestId("logical-error")).toContainText(" to ", { timeout: 30_000 });
    await expect(page.getByTestId("stream")).toContainText("from distance 3 to 7", { timeout: 60_000 });

    // The ancilla to the upper right of the qubit in the middle.
    const box = await quantum.lattice.boundingBox();
    const scale = Number(await quantum.lattice.getAttribute("data-scale"));
    await quantum.lattice.click({ position: { x: box!.width / 2 + scale, y: box!.height / 2 - scale } });
    await expect(page.getByTestId("lattice-focus")).toContainText("ancilla 28");
    await page.getByTestId("break-qubit").click();
    await expect(page.getByTestId("active-fault")).toBeVisible();
    await expect(verdict).toContainText("ancilla 28 of Processor, distance 5", { timeout: 30_000 });

    const proposal = page.getByTestId("proposal");
    await expect(proposal).toBeVisible({ timeout: 60_000 });
    await expect(verdict).toContainText(/readout of ancilla 28 from .* to 1[0-9.]+%/);
    await expect(verdict).toContainText(/would bring \d+ logical errors in .* shots to \d+/);
    await proposal.getByRole("button", { name: "Approve" }).click();
    const review = page.getByTestId("prior-review");
    await expect(review).toHaveAttribute("data-verdict", "confirmed", { timeout: 60_000 });
    await expect(verdict).toHaveAttribute("data-result", "fits", { timeout: 60_000 });
    const [now, before] = /(\d+) logical errors in .*shots, (\d+) with/
      .exec(await review.innerText())!
      .slice(1)
      .map(Number);
    expect(now!).toBeLessThan(before!);
  });

  test("a shot of the stream can be held, matched, and followed again; a lab's own stream is shown beside", async ({
    person,
    server,
  }) => {
    test.setTimeout(120_000);
    const { page, faultSheet } = person;
    await person.node("qpu-3").click();
    await page.keyboard.press("f");
    await faultSheet.getByLabel("Fault", { exact: true }).selectOption("qubit-error");
    const qubits = faultSheet.getByLabel("Qubit", { exact: true }).locator("option");
    await expect(qubits).toHaveCount(1 + 9 + 8);
    await expect(qubits.first()).toHaveText("all of the processor");
    await page.goto(new URL("/quantum", page.url()).href);
    await expect(page.getByTestId("stream-facts")).toContainText("distance 3", { timeout: 60_000 });
    await expect(page.getByTestId("shots")).toBeVisible({ timeout: 30_000 });
    await page.getByTestId("stream-toggle").click();
    await expect(page.getByTestId("verdict-sentence")).toHaveText("A shot of the stream, held still");
    // Some shot among the newest has events, and each is matched.
    for (let i = 0; i < 60; i++) {
      const said = await page.getByTestId("shot-summary").innerText();
      if (!said.includes(" 0 detection events")) break;
      await page.getByTestId("next-shot").click();
      await page.waitForTimeout(30);
    }
    await expect(page.getByTestId("shot-summary")).toHaveText(/[1-9]\d* detection events?, [1-9]\d* matched edges?/);
    await page.getByTestId("stream-toggle").click();
    await expect(page.getByTestId("verdict-sentence")).toBeHidden();

    const model = "error(0.1) D0 D1\nerror(0.1) D1 L0\ndetector(1, 1, 0) D0\ndetector(3, 1, 0) D1\n";
    const path = new URL("/api/quantum/streams/by-hand", server.url).href;
    expect((await page.request.put(path, { data: model, headers: { "content-type": "text/plain" } })).status()).toBe(
      201,
    );
    const shots = await page.request.post(`${path}/shots?format=01`, {
      data: "11\n00\n01\n".repeat(200),
      headers: { "content-type": "text/plain" },
    });
    expect(await shots.json()).toEqual({ shots: 600, events: 600, mistakes: null });
    await page.getByLabel("Shown", { exact: true }).selectOption("by-hand");
    await expect(page.getByTestId("stream-facts")).toHaveText("2 detectors and 1 observable a shot");
    await expect(page.getByTestId("shots")).toHaveText("600");
    await expect(page.getByTestId("fraction")).toHaveText("50%");
    await expect(page.getByTestId("logical-error")).toContainText("observables not sent");
  });
});

test.describe("a city with one processor", () => {
  test.use({ system: "metropolis.yaml" });

  test("the page opens on that processor, though a smaller experiment was being set up before", async ({ person }) => {
    const { page } = person;
    await page.goto(new URL("/quantum", page.url()).href);
    await expect(page.getByTestId("stream-facts")).toContainText("distance 9");
    await expect(page.getByTestId("fraction")).toContainText("%", { timeout: 30_000 });
    await expect(page.getByTestId("lattice")).toBeVisible();
  });
});

test.describe("logical qubits", () => {
  test.use({ tickMs: 5_000 });

  test("a click on a qubit injects an error that is seen, matched and corrected, round by round", async ({
    person,
  }) => {
    const quantum = new QuantumPage(person.page);
    await quantum.open();
    await quantum.silence();
    await expect(quantum.verdict).toHaveAttribute("data-result", "kept");

    // Back to the second round of five, and into the middle of the lattice, which is a data qubit for odd distances.
    const back = person.page.getByRole("button", { name: "One round back" });
    for (let i = 0; i < 4; i++) await back.click();
    await expect(person.page.getByTestId("round")).toHaveText("Round 2 of 5");
    const box = await quantum.lattice.boundingBox();
    await quantum.lattice.click({ position: { x: box!.width / 2, y: box!.height / 2 } });
    await expect(quantum.injections).toHaveCount(1);
    await expect(quantum.injections).toContainText("X on qubit 27, round 2");
    await expect(quantum.summary).toHaveText("Round 2 of 5: 2 detection events, 1 matched edge.");
    await expect(quantum.verdict).toHaveAttribute("data-result", "open");

    await back.click();
    await expect(quantum.summary).toHaveText("Round 1 of 5: 0 detection events, 0 matched edges.");
    for (let i = 0; i < 5; i++) await person.page.getByRole("button", { name: "One round on" }).click();
    await expect(quantum.verdict).toHaveAttribute("data-result", "kept");

    await person.page.getByRole("button", { name: "Clear injections" }).click();
    await expect(quantum.summary).toContainText("0 detection events");
  });

  test("by keyboard: a chain of errors across the code is lost on every decoder", async ({ person }) => {
    const { page } = person;
    const quantum = new QuantumPage(page);
    await quantum.open();
    await quantum.choose("Code", "rotated_memory_z");
    await quantum.choose("Distance", "3");
    await quantum.silence();
    await quantum.lattice.focus();
    // From the first data qubit down the left side: its X errors reach from one side to the other unseen.
    for (const key of ["ArrowRight", "x"]) await page.keyboard.press(key);
    await expect(page.getByTestId("lattice-focus")).toContainText("data qubit 1, X injected".replace(", ", " and "));
    const seen = new Set(["1"]);
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press("ArrowDown");
      const name = (await page.getByTestId("lattice-focus").textContent()) ?? "";
      const qubit = /^data qubit (\d+)$/.exec(name)?.[1];
      if (qubit === undefined) continue;
      seen.add(qubit);
      await page.keyboard.press("x");
    }
    expect([...seen]).toEqual(["1", "8", "15"]);
    await expect(quantum.injections).toHaveCount(3);
    await expect(quantum.summary).toContainText("0 detection events");
    await expect(quantum.verdict).toHaveAttribute("data-result", "lost");
    await page.keyboard.press("Delete");
    // Two errors are one too many for distance 3; one is not.
    await expect(quantum.injections).toHaveCount(2);
    await expect(quantum.summary).toContainText("1 detection event, 1 matched edge");
    await expect(quantum.verdict).toHaveAttribute("data-result", "lost");
    await page
      .getByRole("button", { name: /^Take back/ })
      .first()
      .click();
    await expect(quantum.verdict).toHaveAttribute("data-result", "kept");
    await quantum.lattice.focus();
    await page.keyboard.press(",");
    await expect(page.getByTestId("round")).toHaveText("Round 3 of 3");
  });

  test("a stream shows rates with intervals, the decoder's pace and correlations", async ({ person }) => {
    const { page } = person;
    const quantum = new QuantumPage(page);
    await quantum.open();
    await quantum.choose("Physical error rate", "0.02");
    await page.getByLabel("Pace").selectOption("all");
    await page.getByTestId("stream-toggle").click();
    await expect(page.getByTestId("logical-error")).toContainText(" to ", { timeout: 30_000 });
    await expect
      .poll(async () => Number((await page.getByTestId("shots").innerText()).replace(/\D/g, "")))
      .toBeGreaterThan(2000);
    const fraction = Number.parseFloat(await page.getByTestId("fraction").innerText());
    expect(fraction).toBeGreaterThan(18);
    expect(fraction).toBeLessThan(26);
    await expect(page.getByTestId("correlations")).toContainText("Strongest");
    await expect(page.getByTestId("bursts")).toBeVisible();
    await page.getByTestId("stream-toggle").click();
    await expect(page.getByTestId("next-shot")).toBeEnabled();
  });

  test("at distance 11 clicks are drawn, and 1,000 rounds a second stream in; how fast is measured", async ({
    person,
  }, info) => {
    test.setTimeout(180_000);
    const { page } = person;
    const quantum = new QuantumPage(page);
    await quantum.open();
    await quantum.choose("Distance", "11");
    await quantum.lattice.focus();
    await page.keyboard.press("ArrowRight");
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("x");
      await page.waitForTimeout(60);
    }
    const drawn = await page.getByTestId("quantum-verdict").innerText();
    const p95 = Number.parseFloat(/p95 ([\d.]+)/.exec(drawn)?.[1] ?? "NaN");
    await page.getByTestId("stream-toggle").click();
    await page.waitForTimeout(1000);
    const framesASecond = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let frames = 0;
          const start = performance.now();
          const step = (now: number) => {
            frames++;
            if (now - start < 3000) requestAnimationFrame(step);
            else resolve((1000 * frames) / (now - start));
          };
          requestAnimationFrame(step);
        }),
    );
    info.annotations.push({ type: "measured", description: `p95 ${p95} ms, ${framesASecond.toFixed(1)} frames/s` });
    // Measured, not limited: the machine may have other things to do.
    expect(p95).toBeGreaterThan(0);
    expect(framesASecond).toBeGreaterThan(1);
  });

  test("distance 25 can be panned, zoomed and read", async ({ person }) => {
    test.setTimeout(180_000);
    const { page } = person;
    const quantum = new QuantumPage(page);
    await quantum.open();
    await quantum.choose("Distance", "25");
    const scale = async () => Number(await quantum.lattice.getAttribute("data-scale"));
    const whole = await scale();
    expect(whole).toBeGreaterThan(5);
    await quantum.lattice.focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press("+");
    expect(await scale()).toBeGreaterThan(3 * whole);
    await page.keyboard.press("Shift+ArrowRight");
    const box = await quantum.lattice.boundingBox();
    await page.mouse.move(box!.x + 300, box!.y + 200);
    await page.mouse.down();
    await page.mouse.move(box!.x + 200, box!.y + 150, { steps: 4 });
    await page.mouse.up();
    await expect(quantum.injections).toHaveCount(0);
    await page.keyboard.press("0");
    expect(await scale()).toBe(whole);
  });

  test("in Chinese", async ({ openAs }) => {
    const { page } = await openAs({ language: "zh-CN" });
    const quantum = new QuantumPage(page);
    await quantum.open();
    await expect(page.getByRole("heading", { name: "判定" })).toBeVisible();
    await expect(quantum.summary).toContainText("个探测事件");
  });
});
