import { AxeBuilder } from "@axe-core/playwright";
import { pagePaths } from "./fixtures/page-paths.ts";
import { expect, test } from "./fixtures/console.ts";

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
          const { violations } = await new AxeBuilder({ page: person.page }).analyze();
          const found = violations.map(
            ({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`,
          );
          expect(found).toEqual([]);
        }
      });
    }
  }
});
