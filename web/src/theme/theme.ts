import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

/** Pine: the colour of the product. Shade 7 on white has a contrast of 6.9, white on shade 6 of 5.1. */
const pine: MantineColorsTuple = [
  "#edf6f3",
  "#d8ebe4",
  "#b0d7ca",
  "#85c1ae",
  "#5ba792",
  "#3c907b",
  "#297a68",
  "#1d6657",
  "#155246",
  "#0d3d34",
];

/** Honey: what is waiting for somebody. */
const honey: MantineColorsTuple = [
  "#fdf6e7",
  "#f9e9c6",
  "#f5d895",
  "#f2c46d",
  "#e5a93c",
  "#c98a1b",
  "#a56d10",
  "#80540e",
  "#63410d",
  "#46300e",
];

/** Brick: late, broken, lost. */
const red: MantineColorsTuple = [
  "#fdf0ee",
  "#fadbd6",
  "#f3b4ab",
  "#ec8b7e",
  "#e26655",
  "#d24c3a",
  "#bb3c2b",
  "#9c3022",
  "#7d281d",
  "#5d2018",
];

/** Greys with a breath of green, so that they sit well beside pine. */
const gray: MantineColorsTuple = [
  "#f7f8f6",
  "#f0f2ef",
  "#e4e8e3",
  "#d3d9d3",
  "#b5bdb6",
  "#8f9891",
  "#69736c",
  "#535c56",
  "#39413c",
  "#1f2522",
];

const dark: MantineColorsTuple = [
  "#dde2de",
  "#bcc4be",
  "#98a29b",
  "#6e7972",
  "#424b45",
  "#343b37",
  "#272d2a",
  "#1b201e",
  "#141816",
  "#0e1110",
];

const SYSTEM_FONTS =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", "Liberation Sans", Arial, system-ui, sans-serif';

/** Colour, type, radius and spacing of the application. Everything that looks like Kronika comes from here and from tokens.css. */
export const theme = createTheme({
  colors: { pine, honey, red, gray, dark },
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 6 },
  black: "#1f2522",
  fontFamily: SYSTEM_FONTS,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.5" },
  headings: {
    fontFamily: SYSTEM_FONTS,
    fontWeight: "650",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "20px" },
  defaultRadius: "md",
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "36px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  focusClassName: "k-focus",
  components: {
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, events: { hover: true, focus: true, touch: false } } },
    Modal: { defaultProps: { radius: "lg", overlayProps: { backgroundOpacity: 0.35, blur: 2 }, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.3 }, transitionProps: { duration: 140 } } },
    // The placeholder that would take the first focus is no allowed child of a menu.
    Menu: { defaultProps: { shadow: "md", radius: "md", transitionProps: { duration: 80 }, withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { shadow: "md", radius: "md" } },
    Select: { defaultProps: { comboboxProps: { shadow: "md" }, checkIconPosition: "right" } },
    MultiSelect: { defaultProps: { comboboxProps: { shadow: "md" } } },
    Badge: { defaultProps: { variant: "light", radius: "sm", tt: "none", fw: 550 } },
  },
});

/** Mantine's own variables, in our shades: text that is dimmed still has a contrast of 4.5 on every background it is used on. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const both = {
    "--mantine-color-body": "var(--k-surface)",
    "--mantine-color-text": "var(--k-text)",
    "--mantine-color-dimmed": "var(--k-muted)",
    "--mantine-color-placeholder": "var(--k-placeholder)",
    "--mantine-color-default-border": "var(--k-border-strong)",
    "--mantine-color-anchor": "var(--k-link)",
    "--mantine-color-error": "var(--k-danger)",
    ...soft("pine", "accent-soft", "accent-text"),
    ...soft("red", "danger-soft", "danger"),
    ...soft("honey", "warn-soft", "warn"),
    ...soft("gray", "other-soft", "other"),
  };
  return { variables: {}, light: both, dark: both };
};

/** The `light` variant of a colour: our soft background and a text that can be read on it. */
function soft(colour: string, background: string, text: string): Record<string, string> {
  return {
    [`--mantine-color-${colour}-light`]: `var(--k-${background})`,
    [`--mantine-color-${colour}-light-hover`]: `color-mix(in srgb, var(--k-${background}) 88%, var(--k-${text}))`,
    [`--mantine-color-${colour}-light-color`]: `var(--k-${text})`,
  };
}
