import { expect, test } from "./fixtures/console.ts";

/** The whole way, on a simulated system and on real processes: break, watch, decide, heal, replay. */
const places = [
  { managed: "twin", system: "online-boutique.yaml", target: "cartservice", caller: "frontend" },
  { managed: "lab", system: undefined, target: "catalog-db", caller: "catalog" },
] as const;

for (const { managed, system, target, caller } of places) {
  test.describe(`heal, ${managed}`, () => {
    // Tall enough for the whole map above the inspector: what is out of sight is not drawn.
    test.use({ managed, system, tickMs: 500, viewport: { width: 1440, height: 1300 } });

    test("a crash is seen, its restart is approved, and it heals and can be replayed", async ({ person }, info) => {
      const { page } = person;
      await person.breakIt(target, "crash", 99);
      await expect(person.node(target).getByTitle(/^fault/)).toBeVisible();
      await person.expectHealth(target, "failing");
      await person.expectHealth(caller, /degraded|failing/);
      await page.screenshot({ path: info.outputPath("broken.png") });

      const card = person.page.getByRole("article", { name: `Restart ${target}`, exact: true });
      await expect(card).toBeVisible({ timeout: 45_000 });
      await page.screenshot({ path: info.outputPath("needs-you.png") });
      await card.getByTestId("approve").click();

      await expect(person.healed.filter({ hasText: /healed after/ })).toBeVisible({ timeout: 60_000 });
      await person.expectHealth(target, "healthy");
      await person.expectHealth(caller, "healthy");
      const receipt = page.getByTestId("receipt");
      await expect(receipt).toContainText("detected after");
      await page.screenshot({ path: info.outputPath("healed.png") });

      await person.healed.getByTestId("replay").first().click();
      await expect(page.getByTestId("past-bar")).toContainText("Commands are off.");
      await expect(page.getByTestId("kill-switch")).toBeDisabled();
      await person.expectHealth(target, "failing");
      await page.screenshot({ path: info.outputPath("replay.png") });
      await page.getByRole("button", { name: "Back to now" }).first().click();
      await expect(page.getByTestId("past-bar")).toHaveCount(0);
      await person.expectHealth(target, "healthy");
      await person.expectSameStateAsServer();
    });

    test("a hang is seen, its repair is vetoed with a reason, and nothing is done", async ({ person }, info) => {
      await person.breakIt(target, "hang");
      const card = person.proposal.first();
      await expect(card).toBeVisible({ timeout: 45_000 });
      const id = await card.getAttribute("data-proposal");
      await card.getByTestId("veto").click();
      await card.getByTestId("veto-reason").fill("the vendor is on it");
      await card.getByRole("button", { name: "Veto it" }).click();
      const ended = person.page.locator(`[data-testid="ended"][data-proposal="${id}"]`);
      await expect(ended).toHaveAttribute("data-result", "refused");
      await expect(ended).toContainText("the vendor is on it");
      await expect(person.progress).toHaveCount(0);
      await person.page.screenshot({ path: info.outputPath("vetoed.png") });
      await person.page.getByTestId("stop-all").click();
      await expect(person.page.getByTestId("active-fault")).toHaveCount(0);
    });
  });
}
