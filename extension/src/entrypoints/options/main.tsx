import { render } from "preact";
render(<p>Kronika</p>, document.getElementById("root")!);
