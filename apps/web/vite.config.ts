import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://127.0.0.1:4300";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), tailwindcss()],
  build: {
    target: "es2023",
    outDir: "dist",
    emptyOutDir: true,
    // The schemas of core are declared at the top of modules; a browser that only folds needs none of them.
    rolldownOptions: { treeshake: { manualPureFunctions: ["z"] } },
  },
  worker: { format: "es" },
  server: {
    proxy: { "/api": server, "/socket.io": { target: server, ws: true } },
  },
});
