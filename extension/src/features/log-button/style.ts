/** Look of the button and its menu. Only px: the page's root font size must not reach in. */
export const buttonStyle = `
:host{--ink:#1f2933;--quiet:#52606d;--line:#c3ccd5;--face:#fff;--hover:#f0f4f8;--brand:#2f5d50;--brand-ink:#fff;--brand-hover:#24493f;--good:#1c6b45;--good-face:#e6f4ec;--bad:#a3261c;--bad-face:#fdecea;--busy-face:#eef2f6;--shadow:0 1px 2px rgba(16,32,48,.16),0 6px 20px rgba(16,32,48,.18);--focus:#1a73e8}
:host([data-dark]){--ink:#e8eaed;--quiet:#b0b8c1;--line:#5f6b76;--face:#26292d;--hover:#34383d;--brand:#9fd3bf;--brand-ink:#0d2a20;--brand-hover:#b9e2d2;--good:#93dcb4;--good-face:#16382a;--bad:#ffb4a9;--bad-face:#43201c;--busy-face:#2f343a;--shadow:0 2px 4px rgba(0,0,0,.5),0 8px 24px rgba(0,0,0,.5);--focus:#8ab4f8}
*{box-sizing:border-box}
.bar{position:absolute;left:8px;top:-12px;display:inline-flex;height:24px;font:500 12px/1 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;letter-spacing:.1px;white-space:nowrap;border-radius:12px;color:var(--ink);background:var(--face);box-shadow:inset 0 0 0 1px var(--line)}
.bar[data-side=right]{left:auto;right:0}
.bar[hidden]{display:none}
svg{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
button,a{all:unset;box-sizing:border-box;cursor:pointer;-webkit-tap-highlight-color:transparent}
.main{display:inline-flex;align-items:center;gap:6px;height:24px;max-width:260px;padding:0 10px 0 8px;border-radius:12px 0 0 12px}
.main span{overflow:hidden;text-overflow:ellipsis}
.main svg{flex:none}
.caret{display:inline-flex;align-items:center;justify-content:center;width:26px;height:24px;border-radius:0 12px 12px 0;border-inline-start:1px solid var(--line)}
.main:hover,.caret:hover{background:var(--hover)}
button:focus-visible,a:focus-visible{outline:2px solid var(--focus);outline-offset:1px}
.bar[data-tone=action]{background:var(--brand);color:var(--brand-ink);box-shadow:none}
.bar[data-tone=action] .main:hover,.bar[data-tone=action] .caret:hover{background:var(--brand-hover)}
.bar[data-tone=action] .caret{border-color:color-mix(in srgb,var(--brand-ink) 35%,transparent)}
.bar[data-tone=good]{background:var(--good-face);color:var(--good);box-shadow:none}
.bar[data-tone=problem]{background:var(--bad-face);color:var(--bad);box-shadow:none}
.bar[data-tone=busy]{background:var(--busy-face);color:var(--quiet);box-shadow:none}
.bar[data-tone=quiet]{color:var(--quiet)}
.bar[data-tone=good] :is(.main,.caret):hover,.bar[data-tone=problem] :is(.main,.caret):hover,.bar[data-tone=busy] :is(.main,.caret):hover{background:color-mix(in srgb,currentColor 10%,transparent)}
.bar:is([data-tone=good],[data-tone=problem],[data-tone=busy]) .caret{border-color:color-mix(in srgb,currentColor 25%,transparent)}
.main[aria-disabled=true]{cursor:default}
.dot{width:8px;height:8px;border-radius:50%;background:currentColor;animation:pulse 1.2s ease-in-out infinite}
@keyframes pulse{50%{opacity:.25}}
.menu{position:fixed;inset:auto;margin:0;border:0;padding:6px;min-width:220px;max-width:340px;border-radius:10px;background:var(--face);color:var(--ink);box-shadow:var(--shadow),inset 0 0 0 1px var(--line);font:400 13px/1.35 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.menu :is(button,a){display:block;width:100%;padding:7px 10px;border-radius:6px;overflow-wrap:anywhere}
.menu :is(button,a):is(:hover,:focus-visible){background:var(--hover)}
.menu .group{padding:8px 10px 2px;color:var(--quiet);font-size:12px}
.menu .indent{padding-inline-start:22px}
.menu hr{height:1px;border:0;margin:6px 4px;background:var(--line)}
.menu p{margin:4px 10px 8px;color:var(--quiet);font-size:12px;max-width:300px}
.live{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (prefers-reduced-motion:reduce){.dot{animation:none}}
@media (forced-colors:active){.bar[data-tone],.menu{border:1px solid ButtonBorder;background:ButtonFace;color:ButtonText}.menu :is(button,a):is(:hover,:focus-visible){outline:2px solid Highlight}}
`;
