import { expect, test } from "./fixtures/console.ts";

test.describe("anomalies", () => {
  test("an anomaly is seen, judged by keyboard, and what it teaches is shown", async ({ person }) => {
    test.setTimeout(300_000);
    const { page } = person;
    // The detectors say nothing before they know what is normal.
    const levels = new URL("/api/across?metric=anomalyLevel&from=0&to=9000000000000", page.url()).href;
    const moments = async () => ((await (await page.request.get(levels)).json()) as { at: number[] }).at.length;
    await expect.poll(moments, { timeout: 120_000, intervals: [1_000] }).toBeGreaterThan(100);
    await person.breakIt("cartservice", "latency", 400);
    await page.keyboard.press("g");
    await page.keyboard.press("y");
    await expect(page.getByRole("heading", { name: "Anomalies", exact: true })).toHaveCount(1);
    const timeline = page.getByTestId("anomaly-timeline");
    const row = timeline.locator('[data-component="cartservice"]');
    await expect(row).toHaveAttribute("data-level", /^(0\.[5-9]\d*|1)$/, { timeout: 60_000 });

    const event = page.getByTestId("anomaly-event").first();
    await expect(event).toBeVisible({ timeout: 60_000 });
    await event.getByTestId("dismiss-event").focus();
    await page.keyboard.press("d");
    await expect(page.locator('[data-testid="judgement"][data-verdict="dismissed"]')).not.toHaveCount(0);
    const taught = page.getByTestId("taught").first();
    await expect(taught).toHaveAttribute("data-before", "1");
    await expect(taught).toHaveAttribute("data-after", /^0\.[3-7]/);

    await row.click();
    await expect(page.getByTestId("metric-bands").locator("figure")).not.toHaveCount(0);
    await expect(page.getByTestId("metric-bands").getByRole("img", { name: /latency of .*expected/ })).toBeVisible();

    const scrub = page.getByTestId("anomaly-scrub");
    await scrub.focus();
    await page.keyboard.press("Shift+ArrowLeft");
    await expect(page.getByTestId("past-bar")).toBeVisible();
    await page.keyboard.press("End");
    await expect(page.getByTestId("past-bar")).toHaveCount(0);
  });
});
