import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/shell.css";
import "../styles/controls.css";
import "../styles/table.css";
import "../styles/parts.css";
import "../styles/pages.css";
import "../styles/print.css";
