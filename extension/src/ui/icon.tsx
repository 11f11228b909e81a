const paths = {
  email: "M2.5 4h11v8h-11zM2.5 4.500 8 9l5.500-4.500",
  call: "M4.500 2.500 6.500 6 5.200 7.400c.8 1.600 1.800 2.600 3.400 3.400L10 9.500l3.500 2v1.300c0 .6-.5 1-1.100.9C7 13 3 9 2.300 3.600c0-.6.4-1.100 1-1.100z",
  meeting: "M2.500 4h11v9.500h-11zM2.500 7h11M5.500 2.500V5M10.500 2.500V5",
  note: "M3.500 2.500h6l3 3v8h-9zM9.500 2.500v3h3M5.500 8.500h5M5.500 11h3",
  other: "M2.500 3.500h11v7h-6l-3 3v-3h-2z",
  bell: "M8 2.500c-2.200 0-3.500 1.700-3.500 3.800 0 3-1.500 4-1.500 4.700h10c0-.7-1.500-1.700-1.500-4.700 0-2.100-1.300-3.800-3.500-3.800zM6.800 13.500h2.400",
  check: "m3 8.500 3.500 3.500L13 4.500",
  gear: "M8 5.700a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 0 0 0-4.600zM8 2v1.700M8 12.300V14M14 8h-1.700M3.700 8H2M12.200 3.800 11 5M5 11l-1.200 1.200M12.200 12.200 11 11M5 5 3.800 3.800",
  warn: "M8 2.500 14 13H2zM8 6.500v3M8 11.300v.2",
  link: "M6.500 4H3.500v8.500H12V9.500M9 3.500h3.500V7M12.200 3.800 7.500 8.500",
  out: "M4 12 12 4M6.500 4H12v5.500",
  in: "M12 4 4 12M4 6.500V12h5.500",
  wait: "M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM8 5v3.200l2 1.600",
} as const;
export type IconName = keyof typeof paths;

/** A drawing of 16 px in the colour of the text; words beside it say what it means. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** The product's mark. */
export function Mark() {
  return (
    <svg class="mark" width="24" height="24" viewBox="0 0 128 128" aria-hidden="true">
      <rect width="128" height="128" rx="30" />
      <path class="pages" d="M64 40C53 32 39 30 22 30v58c17 0 31 2 42 10 11-8 25-10 42-10V30c-17 0-31 2-42 10Z" />
      <path class="spine" d="M64 40v58" />
      <path class="tick" d="m76 62 8 8 14-17" />
    </svg>
  );
}
