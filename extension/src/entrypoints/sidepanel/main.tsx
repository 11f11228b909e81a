import "../../ui/theme.css";
import "./panel.css";
import { Panel } from "../../features/panel/panel.tsx";
import { start } from "../../ui/app.tsx";

start(Panel);
