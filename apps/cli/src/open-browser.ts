import { spawn } from "node:child_process";

/** Opens an address in the person's browser where there is a display; whether that works is not waited for. */
export function openBrowser(url: string): void {
  const { platform, env } = process;
  if (env["CI"] !== undefined || !process.stdout.isTTY) return;
  const hasDisplay = platform !== "linux" || env["DISPLAY"] !== undefined || env["WAYLAND_DISPLAY"] !== undefined;
  if (!hasDisplay) return;
  const [command, ...words] =
    platform === "darwin" ? ["open", url] : platform === "win32" ? ["cmd", "/c", "start", "", url] : ["xdg-open", url];
  const child = spawn(command, words, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
