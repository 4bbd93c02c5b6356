import { expect, test } from "./fixtures/console.ts";
import { Wire } from "./fixtures/wire.ts";

test.describe("two people", () => {
  test("decide at once: one wins, the other is told", async ({ openAs }, info) => {
    const wire = new Wire();
    const [ana, bo] = [await openAs(), await openAs({ wire })];
    await ana.breakIt("cartservice", "crash", 99);
    await expect(ana.proposal.first()).toBeVisible({ timeout: 45_000 });
    const id = await ana.proposal.first().getAttribute("data-proposal");
    const cardOf = (person: typeof ana) => person.page.locator(`[data-proposal="${id}"]`);
    await expect(cardOf(bo)).toBeVisible();
    // Bo decides on what he still sees: that Ana was first is on its way to him.
    const arrive = wire.holdUp();
    await cardOf(ana).getByTestId("approve").click();
    await expect(cardOf(ana).getByTestId("approve")).toHaveCount(0);
    await cardOf(bo).getByTestId("approve").click();
    arrive();
    await expect(bo.page.getByTestId("refusal")).toContainText("Somebody else was first");
    await expect(ana.page.getByTestId("refusal")).toHaveCount(0);
    await bo.page.screenshot({ path: info.outputPath("second.png") });
  });
});
