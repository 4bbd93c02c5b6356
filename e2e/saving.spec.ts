import { sendIntensity } from "./fixtures/carbon-work.ts";
import { expect, test } from "./fixtures/console.ts";

test.use({ system: "../e2e/fixtures/spare.yaml", knowledge: "save-power.yaml" });

test("spare capacity: proposed with predicted watts, approved, measured beside it, taken back", async ({
  person,
  server,
}, info) => {
  test.setTimeout(180_000);
  const { page } = person;
  await sendIntensity(server.url);
  await page.getByRole("link", { name: "Autopilot" }).click();
  await page.getByTestId("policy-surplusAfterMs").fill("10");
  await page.getByTestId("save-policy").click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("link", { name: "Now" }).click();

  const card = page.getByTestId("opportunities").getByTestId("proposal");
  await expect(card).toContainText("shop", { timeout: 60_000 });
  await expect(card.getByTestId("saving")).toContainText(/\d+ ± [\d.]+ W · [\d.]+ gCO₂e\/h/);
  // Nothing is wrong, and nobody is called for.
  await expect(person.verdict).toContainText("well");
  await expect(person.needsYou).toContainText("Nothing waits for you");
  await page.screenshot({ path: info.outputPath("opportunity.png") });
  await card.getByTestId("approve").click();

  const ended = page.locator('[data-testid="ended"][data-result="verified"]');
  await expect(ended.getByTestId("measured-saving")).toContainText(/Saved [\d.]+ W.*measured; [\d.]+ ± [\d.]+ W/, {
    timeout: 90_000,
  });
  await page.screenshot({ path: info.outputPath("measured.png") });
  await ended.getByTestId("undo").click();
  await expect(ended).toContainText("taken back");
});
