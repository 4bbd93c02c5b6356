import { expect, test } from "./fixtures/console.ts";

test.describe("fork", () => {
  test.use({ system: "online-boutique.yaml", tickMs: 500, viewport: { width: 1440, height: 1300 } });

  test("what an approval was good for is seen beside what a veto would have brought", async ({
    person,
    openAs,
  }, info) => {
    const { page } = person;
    await person.breakIt("cartservice", "crash", 99);
    const card = page.getByRole("article", { name: "Restart cartservice", exact: true });
    await card.getByTestId("approve").click({ timeout: 45_000 });
    await expect(person.healed.filter({ hasText: /healed after/ })).toBeVisible({ timeout: 60_000 });

    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("i");
    const veto = page.getByTestId("what-if-vetoed").first();
    await veto.focus();
    await page.keyboard.press("Enter");
    await expect(veto).toHaveAttribute("aria-pressed", "true");
    const fork = page.getByTestId("fork");
    await expect(fork.getByTestId("fork-sentence")).toHaveText(
      /^Vetoed, .+ would have been unwell for .+ longer; (9|1[0-2]) of 12 seeds\.$/,
      { timeout: 90_000 },
    );
    await expect(fork.getByTestId("fidelity")).toHaveAttribute("data-grade", "exact");
    await expect(fork.getByRole("img")).toHaveCount(4);
    await expect(fork.locator("canvas").first()).toBeVisible();
    await fork.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath("fork.png") });

    const other = await openAs({ language: "zh-CN", theme: "dark", viewport: { width: 1440, height: 1300 } });
    await other.page.goto(page.url());
    await expect(other.page.getByTestId("fork-sentence")).toContainText("若否决", { timeout: 90_000 });
    await other.page.getByTestId("fork").scrollIntoViewIfNeeded();
    await other.page.screenshot({ path: info.outputPath("fork-zh-dark.png") });
  });
});
