import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "./app/router.tsx";
import { useLanguage } from "./i18n/index.ts";
import { connect } from "./live/index.ts";
import "./theme/theme.css";
import { applyTheme, useTheme } from "./theme/index.ts";

applyTheme(useTheme.getState().theme);
document.documentElement.lang = useLanguage.getState().language;
connect();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
