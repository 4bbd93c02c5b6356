import { expect, test } from "./fixtures/console.ts";

test.describe("reconnect", () => {
  test("after a cut of 30 seconds the browser's state is the server's, without a reload", async ({ person }, info) => {
    test.setTimeout(150_000);
    await person.page.evaluate(() => {
      document.body.dataset["loadedOnce"] = "yes";
    });
    await person.page.context().setOffline(true);
    await expect(person.page.getByTestId("lost")).toContainText("reconnecting", { timeout: 60_000 });
    await expect(person.page.getByTestId("kill-switch")).toBeDisabled();
    await person.page.screenshot({ path: info.outputPath("disconnected.png") });
    await person.page.waitForTimeout(30_000);
    await person.page.context().setOffline(false);
    await expect(person.connection).toHaveAttribute("data-phase", "following", { timeout: 30_000 });
    await person.expectSameStateAsServer();
    await expect(person.page.locator("body")).toHaveAttribute("data-loaded-once", "yes");
  });

  test("after kill -9 and a new start the browser follows again, and what was decided is there once", async ({
    server,
    person,
  }) => {
    test.setTimeout(150_000);
    await person.breakIt("cartservice", "crash", 99);
    const card = person.proposal.first();
    await expect(card).toBeVisible({ timeout: 45_000 });
    const id = await card.getAttribute("data-proposal");
    await card.getByTestId("veto").click();
    await card.getByTestId("veto-reason").fill("not now");
    await card.getByRole("button", { name: "Veto it" }).click();
    const ended = person.page.locator(`[data-testid="ended"][data-proposal="${id}"]`);
    await expect(ended).toHaveCount(1);
    await server.kill();
    await expect(person.page.getByTestId("lost")).toBeVisible();
    await server.start();
    await expect(person.connection).toHaveAttribute("data-phase", "following", { timeout: 30_000 });
    await expect(ended).toHaveCount(1);
    await expect(ended).toContainText("not now");
    await person.expectSameStateAsServer();
  });
});
