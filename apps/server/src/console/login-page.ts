import { createHash } from "node:crypto";
import type { RequestHandler } from "express";
import type { Sessions } from "./sessions.ts";

/** The page where a token is entered; it needs nothing of the console, which is served to those who are logged in. */
export function loginPage(sessions: Sessions): RequestHandler {
  return (request, response) => {
    if (!sessions.needsLogin || sessions.read(request.headers.cookie) !== undefined) return response.redirect(303, "/");
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("Cache-Control", "no-store");
    response.type("html").send(page);
  };
}

const script = `
const zh = navigator.language.startsWith("zh");
if (zh) {
  document.documentElement.lang = "zh-CN";
  for (const each of document.querySelectorAll("[data-zh]")) each.textContent = each.dataset.zh;
}
document.forms[0].addEventListener("submit", async (event) => {
  event.preventDefault();
  const token = document.forms[0].elements.token.value.trim();
  const answer = await fetch("/api/session", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ token }),
  });
  if (answer.ok) location.assign("/");
  else document.querySelector("[role=alert]").textContent = await answer.text();
});`;
const scriptHash = createHash("sha256").update(script).digest("base64");
const policy = [
  "default-src 'none'",
  `script-src 'sha256-${scriptHash}'`,
  "style-src 'unsafe-inline'",
  "img-src data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Homeostat</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-content: center; min-height: 90vh; margin: 0 1rem; }
  form { display: grid; gap: .75rem; width: min(24rem, 90vw); }
  input, button { font: inherit; padding: .5rem .75rem; }
  [role=alert] { min-height: 1.5em; }
</style>
<main>
  <h1>Homeostat</h1>
  <form>
    <label for="token" data-zh="操作员令牌">Operator token</label>
    <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
    <button data-zh="登录">Log in</button>
    <p role="alert"></p>
  </form>
</main>
<script>${script}</script>
</html>`;
