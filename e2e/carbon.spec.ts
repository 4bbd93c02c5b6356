import type { ConsolePage } from "./fixtures/console-page.ts";
import { askForSlot, hourMs, sendIntensity } from "./fixtures/carbon-work.ts";
import { expect, test } from "./fixtures/console.ts";

async function openCarbon(person: ConsolePage): Promise<void> {
  await person.page.keyboard.press("g");
  await person.page.keyboard.press("c");
  await expect(person.page).toHaveURL(/\/carbon/);
}

test.describe("carbon", () => {
  test("says what to do where no intensity is known, and shows power by component", async ({ person }) => {
    await openCarbon(person);
    await expect(person.page.getByText("No carbon intensity is known yet.")).toBeVisible();
    await expect(person.page.getByTestId("carbon-components").locator("[data-component]").first()).toBeVisible();
    await expect(person.page.getByTestId("report-figures")).toContainText("kWh");
  });

  test("plans a job into the clean hours, and follows a deadline and a pin by keyboard", async ({
    person,
    server,
  }, info) => {
    await sendIntensity(server.url);
    const deadlineAt = new Date(Date.now() + 23 * hourMs).toISOString();
    const told = await askForSlot(server.url, { id: "backup", powerW: 800, durationMinutes: 120, deadlineAt });
    expect(["waiting", "running"]).toContain(told.status);
    await openCarbon(person);
    const { page } = person;
    const run = page.getByRole("slider", { name: "Run of backup" });
    await expect(run).toBeVisible();
    await expect(page.getByTestId("carbon-summary")).toContainText("proven least");
    await expect(
      page
        .getByTestId("time-rail")
        .getByText(/^DE: \d+ gCO₂e\/kWh/)
        .first(),
    ).toBeAttached();
    await page.screenshot({ path: info.outputPath("carbon.png") });

    const before = await run.getAttribute("aria-valuenow");
    const deadline = page.getByRole("slider", { name: "Deadline of backup" });
    const was = Number(await deadline.getAttribute("aria-valuenow"));
    await deadline.focus();
    await page.keyboard.press("Shift+ArrowLeft");
    await expect.poll(async () => Number(await deadline.getAttribute("aria-valuenow"))).toBeLessThan(was);

    await run.focus();
    await page.keyboard.press("Shift+ArrowRight");
    await expect(page.getByRole("button", { name: "Pinned" })).toHaveAttribute("aria-pressed", "true");
    await expect(run).not.toHaveAttribute("aria-valuenow", before ?? "");
    const answer = (await (await fetch(`${server.url}/jobs/backup`)).json()) as { startAt: string };
    expect(Math.round(Date.parse(answer.startAt) / 60_000)).toBe(Number(await run.getAttribute("aria-valuenow")));
    await run.focus();
    await page.keyboard.press("p");
    await expect(page.getByRole("button", { name: "Pin", exact: true })).toHaveAttribute("aria-pressed", "false");
    await run.focus();
    await page.keyboard.press("Control+z");
    await expect(run).toHaveAttribute("aria-valuenow", before ?? "");
    await expect(page.getByTestId("undo-change")).toBeEmpty();

    const lone = { id: "elsewhere", powerW: 5, durationMinutes: 30, deadlineAt, zones: ["PL"] };
    expect((await askForSlot(server.url, lone)).status).toBe("unplanned");
    await expect(page.getByText("No slot: it may run in PL, of which no intensity is known.")).toBeVisible();
    await expect(run).toBeVisible();
  });

  test("previews while a deadline is dragged, and keeps what is let go", async ({ person, server }) => {
    await sendIntensity(server.url);
    const deadlineAt = new Date(Date.now() + 20 * hourMs).toISOString();
    await askForSlot(server.url, { id: "report", powerW: 300, durationMinutes: 60, deadlineAt });
    await openCarbon(person);
    const { page } = person;
    const deadline = page.getByRole("slider", { name: "Deadline of report" });
    const box = (await deadline.boundingBox())!;
    const before = Number(await deadline.getAttribute("aria-valuenow"));
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x - 150, box.y + box.height / 2, { steps: 5 });
    await expect(page.getByTestId("carbon-summary")).toHaveAttribute("data-preview", "true");
    await page.mouse.up();
    await expect(page.getByTestId("carbon-summary")).toHaveAttribute("data-preview", "false");
    expect(Number(await deadline.getAttribute("aria-valuenow"))).toBeLessThan(before);
  });

  test("takes a job from the form, in 简体中文 too, and withdraws it", async ({ openAs, server }) => {
    await sendIntensity(server.url);
    const person = await openAs({ language: "zh-CN" });
    await openCarbon(person);
    const { page } = person;
    await page.getByTestId("add-job").getByLabel("名称").fill("夜间备份");
    await page.getByRole("button", { name: "申请时段" }).click();
    await expect(page.getByRole("slider", { name: "夜间备份 的运行时段" })).toBeVisible();
    await page.getByRole("button", { name: "撤回" }).click();
    await expect(page.getByTestId("gantt").getByRole("slider")).toHaveCount(0);
    await page.getByTestId("undo-change").getByRole("button", { name: "撤销" }).click();
    await expect(page.getByRole("slider", { name: "夜间备份 的运行时段" })).toBeVisible();
  });
});
