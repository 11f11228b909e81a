interface LogoProps {
  size?: number;
  /** Only the mark, without the name. */
  markOnly?: boolean;
}

/** The mark: a chronicle's line with two branches and their events, read as a K. */
export function Logo({ size = 28, markOnly = false }: LogoProps) {
  return (
    <span className="k-logo" style={{ display: "inline-flex", alignItems: "center", gap: size * 0.36 }}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" fill="#1d6657" />
        <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round">
          <path d="M10.5 6.5v19" />
          <path d="M10.5 16h3.2L20 9.6" />
          <path d="M13.7 16 20 22.4" />
        </g>
        <circle cx="21.7" cy="8.2" r="2.5" fill="#f2c46d" />
        <circle cx="21.7" cy="23.8" r="2.5" fill="#fff" />
      </svg>
      {markOnly ? null : (
        <span style={{ fontWeight: 680, fontSize: size * 0.6, letterSpacing: "-0.02em", color: "var(--k-text)" }}>{PRODUCT}</span>
      )}
    </span>
  );
}

/** A name, the same in every language. */
export const PRODUCT = "Kronika";
