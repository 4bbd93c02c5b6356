import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, test } from "./fixtures/console.ts";

/** A thousand services in tiers of twenty, each needing one of the next tier. */
const services = Array.from({ length: 1_000 }, (_, i) => `service-${i}`);
const folder = mkdtempSync(join(tmpdir(), "homeostat-large-"));
const file = join(folder, "large.yaml");

test.describe("a system of more components than can be drawn", () => {
  test.use({ system: relative("examples", file) });
  test.beforeAll(() => {
    const components = services.map((id, i) => `  - { id: ${id}, kind: service, loadRps: ${i < 20 ? 5 : 0} }`);
    const dependencies = services.slice(20).map((to, i) => `  - { from: ${services[i]}, to: ${to} }`);
    writeFileSync(file, ["name: Thousand", "components:", ...components, "dependencies:", ...dependencies].join("\n"));
  });
  test.afterAll(() => rmSync(folder, { recursive: true }));

  test("is folded, and a fold opens by a click, by Enter, and closes again", async ({ person }) => {
    const { page } = person;
    const nodes = page.locator("[data-node]");
    await expect(page.getByTestId("folding")).toContainText("1,000 components, folded by how many calls");
    const folds = await nodes.count();
    expect(folds).toBeLessThan(100);
    await page.locator('[data-node="layer:5/2"]').click();
    await expect(nodes).toHaveCount(folds + 33, { timeout: 15_000 });
    await page.getByRole("button", { name: "Collapse groups" }).click();
    await expect(nodes).toHaveCount(folds, { timeout: 15_000 });
    await page.getByTestId("map-keyboard").focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByTestId("map-keyboard")).toContainText(
      /Layers 5–9 .*, (healthy|degraded|failing), 3\d components/,
    );
    await page.keyboard.press("Enter");
    await expect.poll(() => nodes.count(), { timeout: 15_000 }).toBeGreaterThan(folds + 30);
  });
});
