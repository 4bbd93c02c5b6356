import type { ConsolePage } from "./fixtures/console-page.ts";
import { expect, test } from "./fixtures/console.ts";

/** Finds a component and breaks it, without a mouse. */
async function breakByKeyboard(person: ConsolePage, id: string): Promise<void> {
  const { keyboard } = person.page;
  await keyboard.press("/");
  await expect(person.page.getByRole("searchbox")).toBeFocused();
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type(id);
  await keyboard.press("Enter");
  await keyboard.press("Escape");
  await expect(person.inspector).toBeVisible();
  await keyboard.press("f");
  await expect(person.faultSheet.getByRole("heading")).toBeFocused();
  await keyboard.press("Tab");
  await expect(person.faultSheet.getByLabel("Fault", { exact: true })).toBeFocused();
  await keyboard.type("crash");
  await expect(person.faultSheet.getByLabel("Fault", { exact: true })).toHaveValue("crash");
  await keyboard.press("Tab");
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("99");
  await keyboard.press("Enter");
  await expect(person.page.getByTestId("active-fault")).toBeVisible();
}

test.describe("keyboard alone", () => {
  test("finds, breaks, approves, vetoes and goes into the past and back", async ({ person }) => {
    test.setTimeout(240_000);
    const { page } = person;
    const { keyboard } = page;
    await breakByKeyboard(person, "cartservice");
    await expect(page.getByRole("article", { name: "Restart cartservice" })).toBeVisible({ timeout: 45_000 });
    await keyboard.type("ga");
    await expect(page.getByRole("heading", { name: "Autopilot", level: 1 })).toHaveCount(1);
    await keyboard.type("gn");
    await expect(page.getByRole("article", { name: "Restart cartservice" })).toBeVisible();
    await keyboard.press("Escape");
    await keyboard.press("a");
    await expect(person.progress).not.toHaveCount(0);
    await expect(person.healed).not.toHaveCount(0, { timeout: 90_000 });
    await keyboard.press("Shift+Escape");
    await expect(page.getByTestId("active-fault")).toHaveCount(0);

    await breakByKeyboard(person, "adservice");
    await expect(page.getByRole("article", { name: "Restart adservice" })).toBeVisible({ timeout: 45_000 });
    await keyboard.press("v");
    await expect(page.getByTestId("veto-reason")).toBeFocused();
    await keyboard.type("nobody looks at them at night");
    await keyboard.press("Enter");
    await expect(page.locator('[data-testid="ended"][data-result="refused"]')).not.toHaveCount(0);

    await keyboard.press("[");
    await expect(page.getByTestId("past-bar")).toBeVisible();
    await keyboard.press("l");
    await expect(page.getByTestId("past-bar")).toHaveCount(0);
  });

  test("walks the map along its dependencies", async ({ person }) => {
    const { page } = person;
    const walker = page.getByTestId("map-keyboard");
    await walker.focus();
    await page.keyboard.press("Home");
    const start = await walker.textContent();
    await page.keyboard.press("ArrowRight");
    await expect(walker).not.toHaveText(start ?? "");
    await page.keyboard.press("Enter");
    await expect(person.inspector).toBeVisible();
  });

  test("single keys can be turned off", async ({ person }) => {
    const { page } = person;
    await page.getByRole("button", { name: "Keyboard" }).click();
    await page.getByRole("checkbox", { name: "Single-key shortcuts" }).uncheck();
    await page.getByRole("button", { name: "Close" }).click();
    await page.keyboard.press("u");
    await expect(page.getByRole("button", { name: "Only unhealthy" })).toHaveAttribute("aria-pressed", "false");
  });
});
