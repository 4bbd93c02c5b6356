import { expect, test } from "./fixtures/console.ts";

test.describe("break", () => {
  test("shows whom a fault would reach and what would be done, before anything is broken", async ({ person }, info) => {
    await person.select("redis-cart");
    await person.page.getByTestId("break").click();
    await expect(person.page.locator('[data-blast="fails"]')).not.toHaveCount(0);
    await expect(person.page.getByTestId("expectation")).toContainText("You would be asked.");
    await person.page.screenshot({ path: info.outputPath("blast-radius.png") });
    const before = await person.page.locator("[data-blast]").count();
    await person.faultSheet.getByLabel("Fault", { exact: true }).selectOption("latency");
    await expect(person.page.locator('[data-blast="fails"]')).toHaveCount(0);
    await expect(person.page.locator('[data-blast="degrades"]')).toHaveCount(before);
    await person.faultSheet.getByRole("button", { name: "Close" }).click();
    await expect(person.page.locator("[data-blast]")).toHaveCount(0);
  });

  test("can be called off for three seconds, and then nothing is broken", async ({ person }) => {
    await person.select("redis-cart");
    await person.page.getByTestId("break").click();
    await person.page.getByTestId("start-fault").click();
    await person.page.getByTestId("cancel-arming").click();
    await person.page.waitForTimeout(4_000);
    await expect(person.page.getByTestId("active-fault")).toHaveCount(0);
    await expect(person.verdict).toHaveText("All 12 components well.");
  });

  test("counts down on the component, is on the time rail, and stops with Shift and Escape", async ({ person }) => {
    await person.breakIt("redis-cart", "latency");
    await expect(person.node("redis-cart").getByTitle(/fault, 0:\d\d left/)).toBeVisible();
    await expect(person.page.getByTestId("time-rail").getByRole("button", { name: /latency redis-cart/ })).toHaveCount(
      1,
    );
    await person.page.keyboard.press("Shift+Escape");
    await expect(person.page.getByTestId("active-fault")).toHaveCount(0);
    await expect(person.page.getByTestId("stop-all")).toHaveCount(0);
  });

  test("ends by itself when its time is up", async ({ person }) => {
    await person.select("redis-cart");
    await person.page.getByTestId("break").click();
    await person.faultSheet.getByLabel("Fault", { exact: true }).selectOption("latency");
    await person.faultSheet.getByLabel("For how long").selectOption("30000");
    await person.page.getByTestId("start-fault").click();
    await expect(person.page.getByTestId("active-fault")).toBeVisible();
    await expect(person.page.getByTestId("active-fault")).toHaveCount(0, { timeout: 45_000 });
  });
});
