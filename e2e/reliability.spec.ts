import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures/console.ts";

test.describe("reliability", () => {
  test("says what is promised and kept, and every figure follows what is tried", async ({ person }) => {
    const { page } = person;
    await page.goto(new URL("/reliability?sel=productcatalogservice", page.url()).href);
    const entry = page.getByTestId("entries").locator("tr[data-entry]").first();
    await expect(entry).toBeVisible();
    const unavailability = async () => Number(await entry.getAttribute("data-unavailability"));
    const before = await unavailability();
    expect(before).toBeGreaterThan(0);
    await expect(page.getByTestId("reach")).toContainText("If productcatalogservice fails");

    // By keyboard: the slider to its right end, so that a replica is always down.
    await page.getByTestId("failure-probability").focus();
    await page.keyboard.press("End");
    await expect(page.getByTestId("trial")).toHaveAttribute("data-changes", "1");
    await expect.poll(unavailability).toBeGreaterThan(0.99);
    await page.getByTestId("take-all-back").click();
    await expect.poll(unavailability).toBe(before);

    await page.getByTestId("add-replica").click();
    await expect.poll(unavailability).toBeLessThan(before);
    await page.getByTestId("take-all-back").click();
    await expect.poll(unavailability).toBe(before);

    // The first of the ranked fixes wins what it says.
    await page.getByTestId("fixes").getByRole("button").first().click();
    await expect.poll(unavailability).toBeLessThan(before);
    await page.getByTestId("take-all-back").click();
  });

  test("points weak points out on the graph and opens the fault tree", async ({ person }) => {
    const { page } = person;
    await page.goto(new URL("/reliability", page.url()).href);
    const point = page.getByTestId("single-points").getByRole("button").first();
    await point.click();
    await expect(page.locator('[data-mark="pointedOut"]').first()).toBeVisible();
    await point.click();
    await expect(page.locator('[data-mark="pointedOut"]')).toHaveCount(0);

    const tree = page.getByTestId("fault-tree");
    const shown = Number(await tree.getAttribute("data-nodes"));
    await tree.locator('button[aria-expanded="false"]').first().press("Enter");
    await expect.poll(async () => Number(await tree.getAttribute("data-nodes"))).toBeGreaterThan(shown);

    const importance = page.getByTestId("importance");
    await importance.getByRole("button", { name: "RAW" }).click();
    await expect(importance.getByRole("columnheader", { name: "RAW" })).toHaveAttribute("aria-sort", "descending");
  });

  test("saves the fault tree as Open-PSA and the importances as CSV", async ({ person }) => {
    const { page } = person;
    await page.goto(new URL("/reliability", page.url()).href);
    const save = async (button: string) => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(button).click()]);
      return { name: download.suggestedFilename(), content: readFileSync(await download.path(), "utf8") };
    };
    const tree = await save("save-open-psa");
    expect(tree.name).toMatch(/\.xml$/);
    expect(tree.content).toContain("<opsa-mef>");
    const table = await save("save-csv");
    expect(table.content.split("\r\n")[0]).toBe(
      "event,description,probability,birnbaum,criticality,fussellVesely,raw,rrw",
    );
  });

  test("says what redundancy is left once a component has failed", async ({ person }) => {
    const { page } = person;
    await person.breakIt("cartservice", "crash", 99);
    await page.getByRole("link", { name: "Reliability" }).click();
    await expect(page.getByTestId("redundancy").locator('[data-serving="false"]').first()).toContainText(
      "cartservice",
      {
        timeout: 45_000,
      },
    );
  });
});
