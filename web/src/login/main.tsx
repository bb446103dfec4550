import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startLanguage } from "../app/language";
import { showTheme } from "../app/theme";
import "../app/styles";
import { Login } from "./Login";

showTheme();
await startLanguage();
const place = document.getElementById("root");
if (!place) throw new Error("login.html has no #root");
createRoot(place).render(
  <StrictMode>
    <Login />
  </StrictMode>,
);
