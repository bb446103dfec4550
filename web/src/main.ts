import { askAhead } from "./api/ahead";
import { feed } from "./api/feed";
import { showTheme } from "./app/theme";
import "./app/styles";
import { FIELDS, fleet } from "./workers/fleet";

// Who is looking, and the fleet: on their way while the pages' code is.
showTheme();
feed.start(FIELDS, fleet.take);
askAhead("/api/v1/auth/me");
void import("./app/start");
