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

test.describe("what cannot be undone", () => {
  test.use({ knowledge: "roll-back.yaml" });

  test("cannot be approved where nobody is known by name, and says what it takes", async ({ person }, info) => {
    await person.breakIt("currencyservice", "errors", 0.6);
    const card = person.page.getByRole("article", { name: "Roll currencyservice back to its last version" });
    await expect(card.getByTestId("nobody-known")).toContainText("homeostat up --operators", { timeout: 45_000 });
    await expect(card.getByTestId("approve")).toBeDisabled();
    await expect(card.getByTestId("veto")).toBeEnabled();
    await person.page.screenshot({ path: info.outputPath("nobody-known.png") });
  });
});

test.describe("what cannot be undone, among people with names", () => {
  test.use({ knowledge: "roll-back.yaml", operators: ["ana", "bo"] });

  test("needs its name typed, and a second person", async ({ openAs }, info) => {
    test.setTimeout(150_000);
    const [ana, bo] = [await openAs({ name: "ana" }), await openAs({ name: "bo" })];
    await ana.breakIt("currencyservice", "errors", 0.6);
    const cardOf = (person: typeof ana) =>
      person.page.getByRole("article", { name: "Roll currencyservice back to its last version" });
    const card = cardOf(ana);
    await expect(card).toBeVisible({ timeout: 45_000 });
    await expect(card).toContainText("Needs two people.");
    await expect(card).toContainText("This cannot be undone.");
    const approveAs = async (person: typeof ana) => {
      await cardOf(person).getByTestId("approve").click();
      const confirm = cardOf(person).getByRole("button", { name: "Approve for good" });
      await cardOf(person).getByTestId("confirm-name").fill("currency");
      await expect(confirm).toBeDisabled();
      await cardOf(person).getByTestId("confirm-name").fill("currencyservice");
      await confirm.click();
    };
    await approveAs(ana);
    await expect(cardOf(bo)).toContainText("ana has approved; one more person has to");
    await bo.page.screenshot({ path: info.outputPath("seconded.png") });
    // The same person twice is one person.
    await approveAs(ana);
    await expect(card.getByTestId("refusal")).toBeVisible();
    await approveAs(bo);
    await expect(card.getByTestId("approve")).toHaveCount(0);
    await expect(ana.healed.first()).toBeVisible({ timeout: 90_000 });
  });
});
