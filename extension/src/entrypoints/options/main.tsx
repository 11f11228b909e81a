import "../../ui/theme.css";
import "./options.css";
import { Options } from "../../features/options/options.tsx";
import { start } from "../../ui/app.tsx";

start(Options);
