import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures/console.ts";

test.describe("faults", () => {
  test("says what came of each fault that was injected, and saves it", async ({ person }, info) => {
    test.setTimeout(240_000);
    const { page } = person;
    await page.keyboard.type("gf");
    await expect(page.getByRole("heading", { name: "Faults", level: 1 })).toHaveCount(1);
    await expect(page.getByText("No fault was injected in this time.")).toBeVisible();
    await page.keyboard.type("gn");
    await person.breakIt("cartservice", "crash", 99);
    await page.keyboard.type("gf");
    await expect(person.faultSheet).toHaveCount(0);
    await expect(page.getByTestId("active-fault")).toContainText("crash on cartservice");

    await page.keyboard.type("gn");
    await expect(person.proposal.first()).toBeVisible({ timeout: 45_000 });
    await person.proposal.first().getByTestId("approve").click();
    await expect(person.healed).not.toHaveCount(0, { timeout: 90_000 });
    await page.keyboard.press("Shift+Escape");
    await page.keyboard.type("gf");
    const row = page.getByTestId("receipts").getByRole("row").nth(1);
    await expect(row).toContainText("cartservice");
    await expect(row).toContainText(/seen after .*, decided after .*, healed after/);
    await expect(row).toContainText(/\d+ of \d+ predicted/);
    await expect(page.getByTestId("summary")).toContainText("100%");
    await page.screenshot({ path: info.outputPath("faults.png") });

    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    const lines = readFileSync((await (await saving).path()) ?? "", "utf8")
      .trim()
      .split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(",crash,cartservice,99,");

    await row.getByRole("button", { name: "Replay" }).click();
    await expect(page.getByTestId("past-bar")).toBeVisible();
  });
});
