import { expect, test } from "./fixtures/console.ts";

test.describe("policy", () => {
  test("a proposal that nobody answers lapses, and nothing is done", async ({ person }) => {
    test.setTimeout(150_000);
    const { page } = person;
    await page.getByRole("link", { name: "Autopilot" }).click();
    await page.getByTestId("policy-approvalTimeoutMs").fill("5");
    await page.getByTestId("save-policy").click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.getByRole("link", { name: "Now" }).click();
    await person.breakIt("cartservice", "crash", 99);
    await expect(person.proposal.first()).toBeVisible({ timeout: 45_000 });
    const ended = page.locator('[data-testid="ended"][data-result="refused"]').filter({ hasText: "expired" });
    await expect(ended.first()).toBeVisible({ timeout: 30_000 });
    await person.expectHealth("cartservice", "failing");
  });

  test("a veto window that runs out acts by itself", async ({ person }, info) => {
    test.setTimeout(180_000);
    const { page } = person;
    await page.getByRole("link", { name: "Autopilot" }).click();
    const matrix = page.getByTestId("mode-matrix");
    await matrix.getByLabel("restart: veto window").check();
    await matrix.getByLabel("interrupts: veto window").check();
    await page.getByTestId("policy-vetoWindowMs").fill("6");
    await page.screenshot({ path: info.outputPath("autopilot.png") });
    await page.getByTestId("save-policy").click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.getByRole("link", { name: "Now" }).click();
    await person.breakIt("cartservice", "crash", 99);
    await expect(person.proposal.first()).toContainText("acts in", { timeout: 45_000 });
    await expect(person.progress.first()).toContainText("automatic", { timeout: 30_000 });
    await expect(person.healed.first()).toBeVisible({ timeout: 90_000 });
  });

  test("the kill switch stops everything, and stays thrown over a restart of the server", async ({
    server,
    person,
  }) => {
    test.setTimeout(150_000);
    const { page } = person;
    await person.breakIt("cartservice", "crash", 99);
    await expect(person.proposal.first()).toBeVisible({ timeout: 45_000 });
    await page.getByTestId("kill-switch").click();
    await page.getByLabel("Reason").fill("drill");
    await page.getByRole("button", { name: "Stop the autopilot" }).click();
    await expect(person.verdict).toContainText("the autopilot is stopped");
    await expect(person.proposal).toHaveCount(0);
    await server.kill();
    await server.start();
    await expect(person.connection).toHaveAttribute("data-phase", "following", { timeout: 30_000 });
    await expect(person.verdict).toContainText("the autopilot is stopped");
    await page.getByTestId("kill-switch").click();
    await expect(page.getByRole("dialog")).toContainText("drill");
  });

  test("an incident is explained step by step, in its own page and in the audit", async ({ person }, info) => {
    test.setTimeout(180_000);
    const { page } = person;
    await person.breakIt("cartservice", "crash", 99);
    await page.getByRole("article", { name: "Restart cartservice" }).getByTestId("approve").click({ timeout: 45_000 });
    await expect(person.healed.first()).toBeVisible({ timeout: 90_000 });
    await page.getByRole("link", { name: "Incidents" }).click();
    await page.getByTestId("incident").filter({ hasText: "cartservice" }).first().click();
    for (const step of [
      "fault",
      "finding",
      "diagnosis",
      "options",
      "guards",
      "decision",
      "action",
      "outcome",
      "healed",
    ]) {
      await expect(page.locator(`[data-step="${step}"]`).first()).toBeVisible();
    }
    const diagnosis = page.getByTestId("diagnosis");
    for (const fact of ["Root cause", "cartservice", "Critical failure", "Impact", "Order of recovery"])
      await expect(diagnosis).toContainText(fact);
    await page.screenshot({ path: info.outputPath("incident.png") });
    await page.getByRole("link", { name: "Audit" }).click();
    await page.getByRole("button", { name: "Only what people did" }).click();
    await expect(page.getByTestId("journal")).toContainText("Fault injected: crash on cartservice");
    await expect(page.getByTestId("journal")).toContainText("Restart cartservice: approved");
    await expect(page.getByTestId("journal")).not.toContainText("Finding");
    await page.getByRole("button", { name: "Only what people did" }).click();
    await expect(page.getByTestId("journal")).toContainText("Finding gone: replicas down on cartservice");
  });

  test("a component under maintenance is left alone until the window is ended", async ({ person }, info) => {
    test.setTimeout(180_000);
    const { page } = person;
    await page.getByRole("link", { name: "Autopilot" }).click();
    await page.getByLabel("Component", { exact: true }).selectOption("cartservice");
    await page.getByTestId("open-window").click();
    const window = page.getByTestId("maintenance-window");
    await expect(window).toContainText("cartservice");
    await page.getByRole("link", { name: "Now" }).click();
    await person.breakIt("cartservice", "crash", 99);
    await person.expectHealth("cartservice", "failing");
    await page.waitForTimeout(10_000);
    await expect(person.proposal).toHaveCount(0);
    await page.getByRole("link", { name: "Autopilot" }).click();
    await window.getByRole("button", { name: "End it now" }).click();
    await expect(window).toHaveCount(0);
    await expect(person.proposal.first()).toContainText("Rehearsed", { timeout: 45_000 });

    // What another policy would have meant for it, before it is saved.
    await page.getByTestId("mode-matrix").getByLabel("Everything else: automatic").check();
    const difference = page.getByTestId("policy-difference");
    await expect(difference).toContainText("Of the last 1 on record, it would have treated 1 otherwise.");
    await expect(difference).toContainText("automatic");
    await page.screenshot({ path: info.outputPath("difference.png") });
    await page.getByRole("button", { name: "Discard changes" }).click();
    await expect(difference).toHaveCount(0);
  });
});

test.describe("what can be undone", () => {
  test.use({ knowledge: "scale-out.yaml" });

  test("gives five more minutes before it is approved, and is taken back on request after it", async ({
    person,
  }, info) => {
    test.setTimeout(150_000);
    const { page } = person;
    await person.breakIt("currencyservice", "cpu", 0.95);
    const card = person.proposal.first();
    await expect(card).toBeVisible({ timeout: 60_000 });
    await expect(card).toContainText(/1[34]:\d\d/);
    // While the incident's cause is still being found, a card may turn itself off and come again.
    await expect(async () => {
      await card.getByTestId("extend").click({ timeout: 2_000 });
      await expect(card).toContainText(/(1[89]|2\d):\d\d/, { timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    const id = await card.getAttribute("data-proposal");
    await page.locator(`[data-proposal="${id}"]`).getByTestId("approve").click();
    // While its effect is checked, or in the ten seconds after that: whichever comes first.
    await page.locator(`[data-proposal="${id}"]`).getByTestId("undo").click({ timeout: 30_000 });
    const ended = page.locator(`[data-testid="ended"][data-proposal="${id}"]`);
    await expect(ended).toBeVisible({ timeout: 30_000 });
    await page.screenshot({ path: info.outputPath("taken-back.png") });
    await expect(ended).toContainText("taken back");
  });
});
