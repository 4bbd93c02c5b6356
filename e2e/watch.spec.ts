import { expect, test } from "./fixtures/console.ts";

test.describe("watch", () => {
  test("says in one sentence how the system is, and draws every component", async ({ person }, info) => {
    await expect(person.verdict).toHaveText("All 12 components well.");
    await expect(person.page.locator("[data-node]")).toHaveCount(12);
    await person.page.screenshot({ path: info.outputPath("now.png") });
  });

  test("shows the selected component's metrics as they come, and keeps it in the address", async ({ person }) => {
    await person.select("checkoutservice");
    await expect(person.inspector.getByRole("img", { name: /latency of/i })).toBeVisible();
    await expect(person.page).toHaveURL(/sel=checkoutservice/);
    const requests = person.inspector.getByRole("img", { name: /^requests of/ });
    await expect(requests.locator("canvas")).toBeVisible();
    const before = await requests.getAttribute("aria-label");
    await expect(requests).not.toHaveAttribute("aria-label", before ?? "");
    await person.page.reload();
    await expect(person.inspector.getByRole("heading", { level: 2 })).toHaveText(/checkout/i);
  });

  test("finds a component by name, and hides what is well on request", async ({ person }) => {
    await person.page.keyboard.press("/");
    await expect(person.page.getByRole("searchbox")).toBeFocused();
    await person.page.keyboard.type("cart");
    await person.page.keyboard.press("Enter");
    await expect(person.inspector).toBeVisible();
    await person.page.keyboard.press("Escape");
    await person.page.getByRole("button", { name: "Only unhealthy" }).click();
    await expect(person.page.getByRole("button", { name: "Only unhealthy" })).toHaveAttribute("aria-pressed", "true");
  });

  test("says the same in the outline, which can be sorted by risk", async ({ person }) => {
    await person.page.getByRole("button", { name: "Outline" }).click();
    const outline = person.page.getByTestId("outline");
    await expect(outline.locator("[data-component]")).toHaveCount(12);
    await outline.getByRole("button", { name: "Risk" }).click();
    await expect(outline.getByRole("columnheader", { name: "Risk" })).toHaveAttribute("aria-sort", "descending");
  });

  test("speaks 简体中文 and has a dark theme", async ({ openAs }, info) => {
    const person = await openAs({ language: "zh-CN", theme: "dark" });
    await expect(person.verdict).toHaveText("全部 12 个组件正常。");
    await expect(person.page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await person.page.screenshot({ path: info.outputPath("now-zh-dark.png") });
    await person.page.getByLabel("语言").selectOption("en");
    await expect(person.verdict).toHaveText("All 12 components well.");
  });

  test("becomes the outline in a window of 320 pixels, as at 400 % zoom, without scrolling sideways", async ({
    openAs,
  }, info) => {
    const person = await openAs({ viewport: { width: 320, height: 800 } });
    await expect(person.page.getByTestId("outline")).toBeVisible();
    await expect(person.map).toHaveCount(0);
    const overflow = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await person.page.screenshot({ path: info.outputPath("narrow.png"), fullPage: true });
  });
});

test.describe("the system that people start with", () => {
  test.use({ system: "metropolis.yaml" });

  test("every page opens on it, has something to show after a moment, and none reports an error", async ({
    person,
  }) => {
    const { page } = person;
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    const places = page.getByRole("navigation").getByRole("link");
    await expect(places).toHaveCount(9);
    for (const place of await places.all()) {
      await place.click();
      await expect(page.getByRole("main")).not.toBeEmpty();
      await page.waitForTimeout(1_000);
    }
    expect(errors).toEqual([]);
  });
});
