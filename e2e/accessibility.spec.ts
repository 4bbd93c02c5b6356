import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { askForSlot, hourMs, sendIntensity } from "./fixtures/carbon-work.ts";
import { expect, test } from "./fixtures/console.ts";
import { pagePaths } from "./fixtures/page-paths.ts";
import { Wire } from "./fixtures/wire.ts";

async function expectNoViolation(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${where} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  expect(found).toEqual([]);
}

test.describe("axe finds nothing", () => {
  // A page that streams makes axe slow; it looks the same at one measurement in twenty seconds.
  test.use({ tickMs: 20_000 });

  for (const theme of ["light", "dark"] as const) {
    for (const language of ["en", "zh-CN"] as const) {
      test(`on any page, ${theme}, ${language}`, async ({ openAs }) => {
        const person = await openAs({ theme, language, reducedMotion: true });
        for (const path of pagePaths) {
          await person.page.goto(new URL(path, person.page.url()).href);
          await expect(person.page.locator("main h1")).toHaveCount(1);
          await person.page.waitForTimeout(500);
          await expectNoViolation(person.page, path);
        }
      });
    }
  }
});

test.describe("axe finds nothing where something is wrong", () => {
  test.use({ tickMs: 500 });

  for (const [theme, language] of [
    ["light", "en"],
    ["dark", "zh-CN"],
  ] as const) {
    test(`${theme}, ${language}`, async ({ openAs, server }, info) => {
      test.setTimeout(240_000);
      await sendIntensity(server.url);
      const deadlineAt = new Date(Date.now() + 23 * hourMs).toISOString();
      await askForSlot(server.url, { id: "backup", powerW: 800, durationMinutes: 120, deadlineAt });
      const wire = new Wire();
      const { page, proposal } = await openAs({ theme, language, reducedMotion: true, wire });
      await page.locator('[data-node="cartservice"]').click();
      await page.getByTestId("break").click();
      await page.locator('input[type="number"]').fill("99");
      await page.getByTestId("start-fault").click();
      await expect(proposal.first()).toBeVisible({ timeout: 60_000 });
      // Still from here on: what streams makes axe slow.
      wire.holdUp();
      for (const keys of ["gn", "gi", "ga", "gf", "gc", "gj"]) {
        await page.keyboard.type(keys);
        await page.waitForTimeout(1_500);
        await page.screenshot({ path: info.outputPath(`${keys}.png`) });
        await expectNoViolation(page, keys);
      }
    });
  }
});
