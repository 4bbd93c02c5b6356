import { expect, test } from "./fixtures/console.ts";

test.describe("two people", () => {
  test("decide at once: one wins, the other is told", async ({ openAs }, info) => {
    const [ana, bo] = [await openAs(), await openAs()];
    await ana.breakIt("cartservice", "crash", 99);
    await expect(ana.proposal.first()).toBeVisible({ timeout: 45_000 });
    await expect(bo.proposal.first()).toBeVisible();
    const id = await ana.proposal.first().getAttribute("data-proposal");
    const cardOf = (person: typeof ana) => person.page.locator(`[data-proposal="${id}"]`);
    await bo.page.evaluate((proposal) => {
      // Both clicks are on their way before either answer is back.
      document.querySelector<HTMLElement>(`[data-proposal="${proposal}"] [data-testid="approve"]`)?.click();
    }, id);
    await ana.page.evaluate((proposal) => {
      document.querySelector<HTMLElement>(`[data-proposal="${proposal}"] [data-testid="approve"]`)?.click();
    }, id);
    await expect(cardOf(ana)).toHaveCount(1);
    const refusals = async () =>
      (await ana.page.getByTestId("refusal").count()) + (await bo.page.getByTestId("refusal").count());
    await expect.poll(refusals).toBe(1);
    const loser = (await ana.page.getByTestId("refusal").count()) === 1 ? ana : bo;
    await expect(loser.page.getByTestId("refusal")).toContainText("Somebody else was first");
    await loser.page.screenshot({ path: info.outputPath("second.png") });
  });
});
